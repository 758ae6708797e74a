#include "adapters/formats/cloudevents/decoder.hpp"

#include "adapters/formats/cloudevents/batch.hpp"
#include "adapters/formats/cloudevents/http_event.hpp"
#include "adapters/formats/cloudevents/uri.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

namespace adapters::formats::cloudevents {
namespace {

using testing::Contains;
using testing::Pair;

const std::string signal_data =
    R"({"kenmerk":"S-7","categorie":"botsende_regels","omschrijving":"Termijnen botsen."})";

std::string event(
    const std::string& more = "",
    const std::string& source = "urn:nld:oin:00000099100000004000:systeem:zaken"
) {
    return R"({"specversion":"1.0","id":"e-1","type":"nl.multiproblematiek.signaal.v1","source":")" +
           source + R"(")" + more + R"(,"data":)" + signal_data + "}";
}

hub::model::decision<hub::ports::decoded_message> decode(std::string_view text) {
    return create_json_decoder({})->decode(text);
}

// "place:code", joined.
std::string faults(const hub::model::decision<hub::ports::decoded_message>& decided) {
    std::string result;
    if (decided) {
        return "aangenomen";
    }
    for (const auto& one : decided.error().invalid_params) {
        result += (result.empty() ? "" : " ") + one.name + ":" + one.code;
    }
    return result;
}

TEST(structured_event, becomes_the_same_message_as_our_own_form) {
    const auto decoded = decode(event());
    ASSERT_TRUE(decoded) << faults(decoded);
    EXPECT_EQ(decoded->id, "e-1");
    EXPECT_EQ(decoded->source, "urn:nld:oin:00000099100000004000:systeem:zaken");
    EXPECT_EQ(decoded->on_behalf_of, hub::model::oin::parse("00000099100000004000"));
    EXPECT_EQ(decoded->message.signaal().kenmerk(), "S-7");
    EXPECT_TRUE(decoded->deviations.empty());
}

TEST(structured_event, keeps_every_extension_and_takes_null_for_absent) {
    const auto decoded = decode(
        event(R"(,"geheimnummer":null,"eigen":"x","waar":true,"getal":-7,"subject":"zaak 1",)"
              R"("time":"2026-01-01T10:00:00+01:00","sequence":"12","sequencetype":"Integer",)"
              R"("dataref":"https://zaken.example/1","dataschema":"https://schemas.example/1")")
    );
    ASSERT_TRUE(decoded) << faults(decoded);
    EXPECT_EQ(decoded->extensions.count("geheimnummer"), 0U);
    EXPECT_THAT(decoded->extensions, Contains(Pair("eigen", "x")));
    EXPECT_THAT(decoded->extensions, Contains(Pair("waar", "true")));
    EXPECT_THAT(decoded->extensions, Contains(Pair("getal", "-7")));
    EXPECT_THAT(decoded->extensions, Contains(Pair("subject", "zaak 1")));
}

TEST(structured_event, is_judged_by_every_rule_of_the_profile) {
    const std::vector<std::pair<std::string, std::string>> table{
        {R"({})", "/id:verplicht /source:verplicht /specversion:verplicht /type:verplicht"},
        {R"([])", ":verkeerd_type"},
        {event(R"(,"Hoofdletter":"x")"), "/*:ongeldige_naam"},
        {event(R"(,"met_streep":"x")"), "/*:ongeldige_naam"},
        {event(R"(,"breuk":1.5)"), "/*:verkeerd_type"},
        {event(R"(,"groot":2147483648)"), "/*:verkeerd_type"},
        {event(R"(,"lijst":[])"), "/*:verkeerd_type"},
        {event(R"(,"id":"e-2")"), "/*:dubbel_veld"},
        {event(R"(,"eigen":"a\u0007b")"), "/*:ongeldig_teken"},
        {event(R"(,"eigen":"a\u0085b")"), "/*:ongeldig_teken"},
        {event(R"(,"eigen":"\uFFFE")"), "/*:ongeldig_teken"},
        {event(R"(,"subject":"")"), "/subject:leeg"},
        {event(R"(,"subject":5)"), "/subject:verkeerd_type"},
        {event(R"(,"time":"gisteren")"), "/time:ongeldig_tijdstip"},
        {event(R"(,"dataschema":"/schema")"), "/dataschema:ongeldige_uri"},
        {event(R"(,"dataref":"een verwijzing")"), "/dataref:ongeldige_uri"},
        {event(R"(,"sequencetype":"Integer")"), "/sequence:verplicht"},
        {event(R"(,"sequence":"x1","sequencetype":"Integer")"), "/sequence:verkeerd_type"},
        {event(R"(,"datacontenttype":"application/xml")"), "/datacontenttype:onbekende_waarde"},
        {event(R"(,"datacontenttype":"Application/JSON ; charset=utf-8")"), "aangenomen"},
        {event(R"(,"datacontenttype":"application/pmm+json")"), "aangenomen"},
        {event(R"(,"datacontenttype":"json")"),
         "/datacontenttype:ongeldig_mediatype /datacontenttype:onbekende_waarde"},
        {event(R"(,"datacontenttype":"a/b/c")"),
         "/datacontenttype:ongeldig_mediatype /datacontenttype:onbekende_waarde"},
        {event(R"(,"datacontenttype":"/json")"),
         "/datacontenttype:ongeldig_mediatype /datacontenttype:onbekende_waarde"},
        {event(R"(,"datacontenttype":7)"), "/datacontenttype:verkeerd_type"},
        {event(R"(,")" + std::string(65, 'a') + R"(":"x")"), "/*:ongeldige_naam"},
        {event(R"(,"eigen":")" + std::string(4097, 'a') + R"(")"), "/*:te_lang"},
        {event(R"(,"klein":-2147483648,"waar":false)"), "aangenomen"},
        {event(R"(,"klein":-2147483649)"), "/*:verkeerd_type"},
        {event(R"(,"voorwerp":{})"), "/*:verkeerd_type"},
        {event(R"(,"time":"2026-01-01T10:00:00")"), "/time:ongeldig_tijdstip"},
        {event(R"(,"time":"2026-02-30T10:00:00Z")"), "/time:ongeldig_tijdstip"},
        {event(R"(,"sequence":"")"), "/sequence:leeg"},
        {event(R"(,"sequence":"2147483648","sequencetype":"Integer")"), "/sequence:verkeerd_type"},
        {event(R"(,"sequence":"a-1","sequencetype":"eigen")"), "aangenomen"},
        {event(R"(,"dataref":"")"), "/dataref:leeg"},
        {event(R"(,"data_base64":null)"), "aangenomen"},
        {event("", ""), "/source:leeg"},
        {R"({"specversion":"0.3","id":null,"type":7,"source":"urn:nld:oin:00000099100000004000"})",
         "/specversion:onbekende_waarde /type:verkeerd_type /id:verplicht"},
        {event(R"(,"data_base64":"e30=")"), "/data_base64:niet_toegestaan"},
        {event("", "geen uri"), "/source:ongeldige_uri"},
    };
    for (const auto& [text, expected] : table) {
        EXPECT_EQ(faults(decode(text)), expected) << text;
    }
}

TEST(structured_event, is_judged_on_its_type) {
    const auto with_type = [](const std::string& type) {
        auto text = event();
        const std::string own = "nl.multiproblematiek.signaal.v1";
        return text.replace(text.find(own), own.size(), type);
    };
    EXPECT_EQ(faults(decode(with_type("signaal"))), "/type:ongeldig_type");
    EXPECT_EQ(faults(decode(with_type("nl..signaal"))), "/type:ongeldig_type");
    EXPECT_EQ(faults(decode(with_type("nl.v1.signaal.v2"))), "/type:ongeldig_type");
    EXPECT_EQ(decode(with_type("nl.overheid.zaken.onbekend")).error().code, "type_onbekend");
    EXPECT_EQ(
        faults(decode(with_type("nl.multiproblematiek.statusbericht.v1"))), "/type:niet_toegestaan"
    );
}

TEST(structured_event, of_a_case_system_announces_what_happened) {
    const auto decoded = decode(
        R"({"id":"1","source":"zaken.maykin.nl","specversion":"1.0","dataref":null,)"
        R"("type":"nl.overheid.zaken.status.create","subject":"721c9",)"
        R"("data":{"hoofdObject":"https://example.com/zrc/api/v1/zaken/d7a22","bron":"082096752011"}})"
    );
    ASSERT_TRUE(decoded) << faults(decoded);
    EXPECT_EQ(decoded->announcement->channel, "zaken");
    EXPECT_EQ(decoded->announcement->resource, "status");
    EXPECT_EQ(decoded->announcement->action, "create");
    EXPECT_EQ(decoded->casus_reference, "https://example.com/zrc/api/v1/zaken/d7a22");
    EXPECT_EQ(decoded->message.aanmelding().kenmerk(), "d7a22");
    const auto relative = decode(
        R"({"id":"1","source":"oz","specversion":"1.0","type":"nl.overheid.zaken.zaak-gemuteerd",)"
        R"("dataref":"/api/v1/zaken/2222"})"
    );
    ASSERT_TRUE(relative) << faults(relative);
    EXPECT_EQ(relative->announcement->resource, "zaak-gemuteerd");
    EXPECT_EQ(relative->announcement->action, "");
}

TEST(structured_event, may_have_an_id_and_a_source_of_so_many_characters) {
    const auto with_id = [](std::size_t characters) {
        std::string id;
        for (std::size_t i = 0; i < characters; ++i) {
            id += "\xC3\xA9";
        }
        auto text = event();
        return text.replace(text.find("e-1"), 3, id);
    };
    EXPECT_EQ(faults(decode(with_id(200))), "aangenomen");
    EXPECT_EQ(faults(decode(with_id(201))), "/id:te_lang");
}

// schemas/cloudevents/typen.json is what integrators read.
TEST(structured_event, has_a_type_of_the_published_list_and_no_other) {
    std::ifstream file{PMM_CLOUDEVENTS_TYPES};
    const std::string list{std::istreambuf_iterator<char>{file}, {}};
    std::size_t published = 0;
    for (auto at = list.find("\"type\""); at != std::string::npos;
         at = list.find("\"type\"", at + 1)) {
        ++published;
    }
    std::size_t known = 0;
    for (const auto type :
         {hub::model::message_type::aanmelding,
          hub::model::message_type::signaal,
          hub::model::message_type::bericht,
          hub::model::message_type::registermutatie,
          hub::model::message_type::statusbericht,
          hub::model::message_type::escalatie}) {
        const std::string name{hub::model::cloudevents_type(type)};
        EXPECT_NE(list.find('"' + name + '"'), std::string::npos) << name;
        EXPECT_EQ(name.find("nl.multiproblematiek."), 0U) << "of no organisation: " << name;
        ++known;
    }
    EXPECT_EQ(published, known);
}

TEST(structured_event, without_data_says_so_however_it_is_left_out) {
    const std::string start =
        R"({"specversion":"1.0","id":"e","type":"nl.multiproblematiek.signaal.v1",)"
        R"("source":"urn:nld:oin:00000099100000004000")";
    EXPECT_EQ(faults(decode(start + "}")), "/data:verplicht");
    EXPECT_EQ(faults(decode(start + R"(,"data":null})")), "/data:verplicht");
    EXPECT_EQ(faults(decode(start + R"(,"data":null,"data_base64":null})")), "/data:verplicht");
}

TEST(structured_event, says_where_its_content_is_wrong) {
    const auto decoded =
        decode(R"({"specversion":"1.0","id":"e","type":"nl.multiproblematiek.signaal.v1",)"
               R"("source":"urn:nld:oin:00000099100000004000","data":{"kenmerk":"","vreemd":1}})");
    EXPECT_EQ(
        faults(decoded),
        "/data/kenmerk:leeg /data/*:onbekend_veld /data/categorie:verplicht "
        "/data/omschrijving:verplicht"
    );
}

TEST(structured_event, says_where_it_departs_from_the_standard) {
    const auto decoded = decode(
        R"({"specversion":"1.0","id":"e","type":"nl.multiproblematiek.signaal.v1","source":"oz",)"
        R"("dataref":"/api/v1/zaken/1","data":"{\"kenmerk\":\"S-7\",\"categorie\":\"overig\",)"
        R"(\"omschrijving\":\"x\"}"})"
    );
    ASSERT_TRUE(decoded) << faults(decoded);
    std::vector<std::string> codes;
    for (const auto& one : decoded->deviations) {
        codes.push_back(one.code);
    }
    EXPECT_THAT(
        codes, testing::UnorderedElementsAre("bron_geen_oin", "dataref_relatief", "data_als_tekst")
    );
    EXPECT_FALSE(decoded->on_behalf_of);
}

TEST(structured_event, reads_base64_data) {
    const std::string start =
        R"({"specversion":"1.0","id":"e","type":"nl.multiproblematiek.signaal.v1",)"
        R"("source":"urn:nld:oin:00000099100000004000","data_base64":")";
    // {"kenmerk":"S","categorie":"overig","omschrijving":"x"}
    EXPECT_EQ(
        decode(
            start + "eyJrZW5tZXJrIjoiUyIsImNhdGVnb3JpZSI6Im92ZXJpZyIsIm9tc2NocmlqdmluZyI6IngifQ=="
                    "\"}"
        )
            ->message.signaal()
            .kenmerk(),
        "S"
    );
    EXPECT_EQ(faults(decode(start + "e30\"}")), "/data_base64:ongeldig_base64 /data:verplicht");
    EXPECT_EQ(decode(start + "ew==\"}").error().code, "json_ongeldig");
}

std::string binary(const std::string& headers, const std::string& body = signal_data) {
    return headers + "\r\n" + body;
}

const std::string required_headers =
    "ce-specversion: 1.0\r\nce-id: e-1\r\nce-type: nl.multiproblematiek.signaal.v1\r\n"
    "ce-source: urn:nld:oin:00000099100000004000\r\ncontent-type: application/json\r\n";

TEST(binary_event, becomes_the_same_message) {
    const auto decoded =
        create_http_decoder({})->decode(binary("ce-eigen: caf%C3%A9 %25\r\n" + required_headers));
    ASSERT_TRUE(decoded) << faults(decoded);
    EXPECT_EQ(decoded->id, "e-1");
    EXPECT_EQ(decoded->extensions.at("eigen"), "caf\xC3\xA9 %");
    EXPECT_EQ(decoded->message.signaal().kenmerk(), "S-7");
}

TEST(binary_event, refuses_headers_that_carry_no_attribute) {
    const std::vector<std::pair<std::string, std::string>> table{
        {"ce-met_streep: x\r\n", "/*:ongeldige_naam"},
        {"ce-datacontenttype: application/json\r\n", "/datacontenttype:niet_toegestaan"},
        {"ce-eigen: %C3\r\n", "/*:ongeldig_teken"},
        {"ce-eigen: %0D%0Ax: y\r\n", "/*:ongeldig_teken"},
        {"ce-eigen: %zz\r\n", "/*:ongeldige_codering"},
        {"ce-eigen: \xC3\xA9\r\n", "/*:ongeldige_codering"},
        {"ce-id: e-2\r\n", "/*:dubbel_veld"},
    };
    for (const auto& [header, expected] : table) {
        EXPECT_EQ(
            faults(create_http_decoder({})->decode(binary(header + required_headers))), expected
        ) << header;
    }
    EXPECT_EQ(faults(create_http_decoder({})->decode("ce-id: 1")), ":verkeerd_type");
}

TEST(header_value, is_unquoted_and_decoded_once) {
    EXPECT_EQ(decode_header_value("a b"), "a b");
    EXPECT_EQ(decode_header_value("Euro%20%E2%82%AC"), "Euro \xE2\x82\xAC");
    EXPECT_EQ(decode_header_value("%2525"), "%25");
    EXPECT_EQ(decode_header_value("\"a \\\"b\\\" c\""), "a \"b\" c");
    EXPECT_FALSE(decode_header_value("\"open"));
    EXPECT_FALSE(decode_header_value("%4"));
}

TEST(source_urn, names_an_organisation) {
    EXPECT_TRUE(oin_of_urn("urn:nld:oin:00000001823288444000"));
    EXPECT_TRUE(oin_of_urn("URN:NLD:oin:00000001823288444000:systeem:BRP-component"));
    EXPECT_FALSE(oin_of_urn("urn:nld:oin:123456789000:zakensysteem"));
    EXPECT_FALSE(oin_of_urn("urn:nld:kvknr:09220932.burgerzakensysteem"));
    EXPECT_FALSE(oin_of_urn("urn:nld:oin:00000001823288444000x"));
    EXPECT_FALSE(oin_of_urn("oz"));
    EXPECT_TRUE(is_uri_reference("urn:nld:gemeente-Bergen%20%28L%29.burgerzakensysteem"));
    EXPECT_FALSE(is_uri_reference("https://a/%2"));
    EXPECT_FALSE(is_absolute_uri("/api/v1"));
}

TEST(batch, is_taken_apart_byte_for_byte) {
    const auto parts = split_batch(R"( [ {"a":"},[\"{"} , [1,2],3 ] )", {.bytes = 1000});
    ASSERT_TRUE(parts);
    EXPECT_EQ(*parts, (std::vector<std::string_view>{R"({"a":"},[\"{"})", "[1,2]", "3"}));
    EXPECT_TRUE(split_batch("[]", {.bytes = 10})->empty());
    EXPECT_EQ(split_batch("{}", {.bytes = 10}).error().code, "batch_ongeldig");
    EXPECT_EQ(split_batch("[1,]", {.bytes = 10}).error().code, "json_ongeldig");
    std::string many = "[1";
    for (int i = 0; i < 256; ++i) {
        many += ",1";
    }
    EXPECT_EQ(split_batch(many + "]", {.bytes = 1000}).error().code, "batch_te_groot");
}

}  // namespace
}  // namespace adapters::formats::cloudevents
