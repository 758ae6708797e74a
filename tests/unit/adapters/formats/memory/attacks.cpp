#include "tests/unit/adapters/formats/memory/attacks.hpp"

#include <cstddef>

namespace tests::formats {
namespace {

std::string repeated(std::string_view what, std::size_t times) {
    std::string all;
    all.reserve(what.size() * times);
    for (std::size_t i = 0; i < times; ++i) {
        all += what;
    }
    return all;
}

// Each time with another number in the place of '#'.
std::string numbered(std::string_view before, std::string_view after, std::size_t times) {
    std::string all;
    for (std::size_t i = 0; i < times; ++i) {
        all.append(before).append(std::to_string(i)).append(after);
    }
    return all;
}

std::string in_soap(const std::string& inside) {
    return R"(<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>)" + inside +
           "</s:Body></s:Envelope>";
}

// Chains of elements with long names: what is told of a place grows with every step.
std::string long_places(std::size_t depth, std::size_t name_size, std::size_t leaves) {
    const std::string name(name_size, 'n');
    std::string opened;
    for (std::size_t i = 0; i < depth; ++i) {
        opened += "<" + name + ">";
    }
    return in_soap(opened + repeated("<x/>", leaves));
}

std::string event(std::string_view rest) {
    std::string text =
        R"({"specversion":"1.0","id":"1","source":"urn:nld:oin:00000099000000001000",)"
        R"("type":"nl.multiproblematiek.aanmelding.v1")";
    return text.append(rest).append("}");
}

constexpr std::string_view head = "--b\r\nContent-Disposition: form-data; name=\"bestand\"; ";

}  // namespace

std::vector<attack> xml_attacks() {
    return {
        {"een_miljard_keer_lachen",
         R"(<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><l>&b;</l>)",
         {}},
        {"kwadratisch",
         "<!DOCTYPE q [<!ENTITY x \"" + std::string(50'000, 'x') + "\">]><q>" +
             repeated("&x;", 50'000) + "</q>",
         {}},
        {"extern", R"(<!DOCTYPE e SYSTEM "file:///etc/passwd"><e/>)", {}},
        {"extern_parameter", R"(<!DOCTYPE e [<!ENTITY % p SYSTEM "http://elders/">%p;]><e/>)", {}},
        {"diep", repeated("<a>", 300'000), {}},
        {"groot_attribuut", in_soap("<a b=\"" + std::string(900'000, 'x') + "\"/>"), {}},
        {"veel_attributen", in_soap("<a" + numbered(" b", "=\"x\"", 60'000) + "/>"), {}},
        {"naamruimten", in_soap("<a" + numbered(" xmlns:n", "=\"urn:n\"", 40'000) + "/>"), {}},
        {"naamruimten_verspreid", in_soap(numbered("<a xmlns=\"urn:n", "\"/>", 40'000)), {}},
        {"lange_naamruimte",
         in_soap("<a xmlns=\"urn:" + std::string(3'000, 'n') + "\">" + repeated("<b/>", 9'000)),
         {}},
        {"veel_elementen", in_soap(repeated("<a/>", 200'000)), {}},
        {"veel_namen", in_soap("<a>" + numbered("<b", "/>", 9'000) + "</a>"), {}},
        {"veel_kopblokken",
         "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Header>" +
             repeated("<a s:mustUnderstand=\"1\"/>", 1'900) + "</s:Header><s:Body/></s:Envelope>",
         {}},
        {"precies_genoeg_elementen", in_soap(repeated("<a/>", 9'000)), {}},
        {"lange_plaatsen", long_places(40, 1'000, 9'000), {}},
        {"lange_namen", in_soap(repeated("<" + std::string(900, 'n') + "/>", 1'000)), {}},
        {"een_lange_naam", in_soap("<" + std::string(900'000, 'n') + "/>"), {}},
        {"veel_teksten", in_soap("<a>" + repeated("<b c=\"1\">x</b>", 60'000) + "</a>"), {}},
        {"grote_tekst", in_soap("<a>" + std::string(1'000'000, 'x') + "</a>"), {}},
        {"tekst_in_stukken", in_soap("<a>" + repeated("x&amp;", 150'000) + "</a>"), {}},
        {"commentaar", in_soap("<!--" + std::string(1'000'000, 'x') + "-->"), {}},
        {"aanwijzingen", in_soap(repeated("<?a b?>", 140'000)), {}},
        {"utf_7", "+ADw-a+AD4-" + repeated("+ADw-", 100'000), {}},
        {"utf_7_gezegd", "<?xml version='1.0' encoding='UTF-7'?>" + repeated("+ADw-", 100'000), {}},
        {"te_lang_utf_8", in_soap("<a>" + repeated("\xC0\xAF", 200'000) + "</a>"), {}},
        {"latin_1_dat_groeit",
         "<?xml version='1.0' encoding='ISO-8859-1'?><a>" + std::string(900'000, '\xE9') + "</a>",
         {}},
    };
}

std::vector<attack> content_attacks() {
    const std::string before =
        R"(<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/")"
        R"( xmlns:ZKN="http://www.egem.nl/StUF/sector/zkn/0310")"
        R"( xmlns:StUF="http://www.egem.nl/StUF/StUF0301"><s:Body><ZKN:edcLk01>)"
        "<ZKN:stuurgegevens><StUF:zender><StUF:organisatie>00000099000000001000"
        "</StUF:organisatie></StUF:zender></ZKN:stuurgegevens><ZKN:object><ZKN:inhoud>";
    const std::string after = "</ZKN:inhoud></ZKN:object></ZKN:edcLk01></s:Body></s:Envelope>";
    return {
        {"document", before + repeated("QUFB", 250'000) + after, {}},
        {"document_zonder_einde", before + repeated("QUFB", 250'000), {}},
        {"document_in_regels", before + repeated("QUFB\r\n", 150'000) + after, {}},
        {"document_in_tekens", before + repeated("&#81;&#x55;FB", 80'000) + after, {}},
        {"document_in_blokken", before + repeated("<![CDATA[QUFB]]>", 60'000) + after, {}},
        {"document_met_commentaar", before + repeated("QUFB<!--x-->", 80'000) + after, {}},
        {"document_dat_geen_base64_is", before + std::string(900'000, '*') + after, {}},
        {"document_vol_elementen", before + repeated("<a/>", 200'000) + after, {}},
        {"document_van_wit", before + std::string(900'000, ' ') + after, {}},
        {"veel_documenten", before + repeated("QUFB</ZKN:inhoud><ZKN:inhoud>", 30'000) + after, {}},
    };
}

attack kennisgeving_with(const std::string& sample, std::size_t elements) {
    auto text = sample;
    const auto end = text.find("</ZKN:object>");
    std::string many;
    for (std::size_t i = 0; i < elements; ++i) {
        const auto name = "ZKN:vreemd" + std::to_string(i);
        many.append("<").append(name).append(">x</").append(name).append(">");
    }
    text.insert(end == std::string::npos ? 0 : end, many);
    // Each becomes an element with its place, which is told to the sender.
    return {"een_kennisgeving_met_veel_vreemds", text, {}, 2'000 + 15 * elements};
}

std::vector<attack> json_attacks() {
    return {
        {"diep", repeated("[", 500'000), {}},
        {"diep_en_dicht", repeated("{\"a\":", 150'000) + "1" + repeated("}", 150'000), {}},
        {"veel_velden", "{" + repeated("\"a\":1,", 150'000) + "\"b\":1}", {}},
        {"veel_namen", "{" + numbered("\"a", "\":1,", 80'000) + "\"b\":1}", {}},
        {"net_geen_veel_namen", "{" + numbered("\"a", "\":1,", 20'000) + "\"b\":1}", {}},
        {"lange_naam", "{\"" + std::string(900'000, 'n') + "\":1}", {}},
        {"lange_tekst", "{\"id\":\"" + std::string(900'000, 't') + "\"}", {}},
        {"lange_tekst_zonder_einde", "{\"id\":\"" + std::string(900'000, 't'), {}},
        {"veel_getallen", "[" + repeated("1,", 500'000) + "1]", {}},
        {"net_geen_veel_getallen", "[" + repeated("1,", 48'000) + "1]", {}},
        {"groot_getal", "{\"id\":" + std::string(900'000, '9') + "}", {}},
        {"veel_lege_lijsten", "[" + repeated("[],", 300'000) + "[]]", {}},
        {"ontsnapt", "{\"id\":\"" + repeated("\\u0041", 150'000) + "\"}", {}},
        {"halve_paren", "{\"id\":\"" + repeated("\\ud800", 150'000) + "\"}", {}},
        {"te_lang_utf_8", "{\"id\":\"" + repeated("\xC0\xAF", 200'000) + "\"}", {}},
        {"utf_7", "+AHs-" + repeated("+ACI-", 150'000), {}},
        {"wit", std::string(1'000'000, ' '), {}},
        {"wit_om_niets", "{" + std::string(1'000'000, ' ') + "}", {}},
    };
}

std::vector<attack> event_attacks() {
    return {
        {"veel_uitbreidingen", event(numbered(",\"a", "\":1", 20'000)), {}},
        {"lange_uitbreiding", event(",\"a\":\"" + std::string(900'000, 'x') + "\""), {}},
        {"dezelfde_uitbreiding", event(repeated(",\"a\":1", 40'000)), {}},
        {"grote_data", event(",\"data\":{\"id\":\"" + std::string(900'000, 'x') + "\"}"), {}},
        {"veel_data", event(",\"data\":{\"x\":[" + repeated("1,", 45'000) + "1]}"), {}},
        {"data_als_tekst", event(",\"data\":\"" + repeated("[1,", 200'000) + "\""), {}},
        {"data_in_base64", event(",\"data_base64\":\"" + repeated("WzEs", 220'000) + "\""), {}},
        {"grote_data_als_tekst",
         event(R"(,"data":"{\"x\":\")" + std::string(900'000, 'x') + R"(\"}")"),
         {}},
        {"grote_data_in_base64",
         event(",\"data_base64\":\"eyJ4Ijoi" + repeated("QUFB", 220'000) + "In0=\""),
         {}},
        {"geen_base64", event(",\"data_base64\":\"" + std::string(900'000, '*') + "\""), {}},
        {"lange_bron", event(",\"subject\":\"" + repeated("\\u00e9", 150'000) + "\""), {}},
    };
}

attack batch_of_faults() {
    std::string all = "[";
    for (int i = 0; i < 256; ++i) {
        all += (i == 0 ? "" : ",") + event(numbered(",\"a_", "\":1", 100));
    }
    // Each fault is a place with its reason, before the batch leaves most of them out.
    return {"veel_gebeurtenissen_met_veel_fouten", all + "]", {}, 2'000 + 256 * 100};
}

std::vector<attack> header_attacks() {
    const std::vector<std::pair<std::string, std::string>> right{
        {"ce-specversion", "1.0"},
        {"ce-id", "1"},
        {"ce-source", "urn:nld:oin:00000099000000001000"},
        {"ce-type", "nl.multiproblematiek.aanmelding.v1"},
    };
    const auto with = [&right](std::vector<std::pair<std::string, std::string>> more) {
        auto all = right;
        all.insert(all.end(), more.begin(), more.end());
        return all;
    };
    std::vector<std::pair<std::string, std::string>> many;
    for (int i = 0; i < 100; ++i) {
        many.emplace_back("ce-x" + std::to_string(i), "1");
    }
    const std::string body = R"({"kenmerk":"1"})";
    return {
        {"regeleinde_in_een_waarde", body, with({{"ce-subject", "a%0D%0Ace-source: b"}})},
        {"rauw_regeleinde", body, with({{"ce-subject", "a\r\nce-source: b"}})},
        {"nul", body, with({{"ce-subject", "a%00b"}})},
        {"halve_codering", body, with({{"ce-subject", "a%"}})},
        {"te_lang_utf_8", body, with({{"ce-subject", "%C0%AF"}})},
        {"geen_utf_8", body, with({{"ce-subject", "%FF%FE"}})},
        {"dubbel", body, with({{"ce-id", "2"}})},
        {"data_in_een_header", body, with({{"ce-data", "x"}})},
        {"inhoudstype_in_een_header", body, with({{"ce-datacontenttype", "text/html"}})},
        {"naam_met_streepje", body, with({{"ce-a-b", "x"}})},
        {"open_aanhalingsteken", body, with({{"ce-subject", "\"a"}})},
        {"veel_headers", body, with(many)},
        {"grote_inhoud", "{\"x\":\"" + std::string(900'000, 'x') + "\"}", right},
    };
}

std::vector<attack> multipart_attacks() {
    const std::string part{head};
    return {
        {"geen_grens", std::string(1'000'000, 'x'), {}},
        {"bijna_de_grens", repeated("\r\n--c", 200'000), {}},
        {"kop_zonder_einde", "--b\r\n" + std::string(1'000'000, 'h'), {}},
        {"veel_koppen", "--b\r\n" + repeated("a: b\r\n", 150'000), {}},
        {"veel_delen",
         repeated("--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nx\r\n", 15'000),
         {}},
        {"lange_bestandsnaam",
         part + "filename=\"" + std::string(900'000, 'n') + "\"\r\n\r\nx",
         {}},
        {"groot_veld",
         "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n" + std::string(900'000, 'x'),
         {}},
        {"bestand_zonder_einde",
         part + "filename=\"a.pdf\"\r\n\r\n" + repeated("\r\n--", 250'000),
         {}},
        {"twee_bestanden",
         part + "filename=\"a\"\r\n\r\nx\r\n" + part + "filename=\"b\"\r\n\r\nx\r\n--b--\r\n",
         {}},
    };
}

attack with_event_headers(attack one) {
    one.fields = {
        {"ce-specversion", "1.0"},
        {"ce-id", "1"},
        {"ce-source", "urn:nld:oin:00000099000000001000"},
        {"ce-type", "nl.multiproblematiek.aanmelding.v1"},
    };
    return one;
}

attack in_batch(attack one) {
    one.body = "[" + one.body + "]";
    return one;
}

}  // namespace tests::formats
