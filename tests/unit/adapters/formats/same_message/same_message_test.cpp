// One message in every form: what each can carry is the same field in the canonical message. The
// tables name every field that StUF's and ZGW's own tables take over.
#include "adapters/formats/cloudevents/batch.hpp"
#include "adapters/formats/cloudevents/decoder.hpp"
#include "adapters/formats/cloudevents/form.hpp"
#include "adapters/formats/json/decoder.hpp"
#include "adapters/formats/json/encoder.hpp"
#include "adapters/formats/stuf/decoder.hpp"
#include "adapters/formats/text/base64.hpp"
#include "adapters/formats/zgw/decoder.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <functional>
#include <iterator>
#include <map>
#include <memory>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace adapters::formats {
namespace {

using hub::ports::decoded_message;

const std::string zaak = "1900ZAAK000000001";
const std::string content =
    R"("kenmerk":"1900ZAAK000000001","vraag":"Wie betaalt de overbrugging?",)"
    R"("toelichting":"Twee regelingen botsen.","casusKenmerk":"1900ZAAK000000001",)"
    R"("dringendeData":[{"datum":"2026-12-01","omschrijving":"Uiterlijke einddatum"}],)"
    R"("betrokkene":{"bsn":"111222333","naam":"Truus van der Wiel","geboortedatum":"1960-09-12"},)"
    R"("maatwerkprofessional":{"soort":"team","naam":"Team","email":"team@a.example",)"
    R"("telefoon":"0201234567"})";
const std::string bericht_content =
    R"("casusKenmerk":"1900ZAAK000000001","kenmerk":"DOC-1","soort":"mededeling","aan":["loket"],)"
    R"("onderwerp":"Besluit","tekst":"Zie het besluit.")";
const std::string oin = "00000099100000004000";

std::string sample(const std::string& name) {
    std::ifstream file{PMM_SAMPLES "/" + name};
    return {std::istreambuf_iterator<char>{file}, {}};
}

std::string replaced(std::string text, const std::string& what, const std::string& with) {
    const auto at = text.find(what);
    EXPECT_NE(at, std::string::npos) << what;
    return at == std::string::npos ? text : text.replace(at, what.size(), with);
}

// The sample, and whom to ask about it.
std::string stuf_text() {
    return replaced(
        sample("stuf/pmm-zakLk01.xml"),
        "</ZKN:object>",
        R"(<ZKN:heeftAlsUitvoerende StUF:entiteittype="ZAKBTRUTV" StUF:verwerkingssoort="T">)"
        R"(<ZKN:gerelateerde><ZKN:medewerker StUF:entiteittype="MDW" StUF:verwerkingssoort="I">)"
        "<ZKN:achternaam>Team</ZKN:achternaam><ZKN:telefoonnummer>0201234567</ZKN:telefoonnummer>"
        "<ZKN:emailadres>team@a.example</ZKN:emailadres></ZKN:medewerker></ZKN:gerelateerde>"
        "</ZKN:heeftAlsUitvoerende></ZKN:object>"
    );
}

std::string stuf_document() {
    auto text = sample("stuf/pmm-zakLk01.xml");
    for (auto at = text.find("zakLk01"); at != std::string::npos; at = text.find("zakLk01")) {
        text.replace(at, 3, "edc");
    }
    text = replaced(text, ">ZAK</StUF:entiteittype>", ">EDC</StUF:entiteittype>");
    const auto from = text.find("<ZKN:object");
    const auto to = text.find("</ZKN:object>");
    return text.substr(0, from) +
           R"(<ZKN:object StUF:entiteittype="EDC" StUF:verwerkingssoort="T">)"
           "<ZKN:identificatie>DOC-1</ZKN:identificatie><ZKN:titel>Besluit</ZKN:titel>"
           "<ZKN:beschrijving>Zie het besluit.</ZKN:beschrijving>"
           R"(<ZKN:isRelevantVoor StUF:entiteittype="EDCZAK" StUF:verwerkingssoort="T">)"
           R"(<ZKN:gerelateerde StUF:entiteittype="ZAK" StUF:verwerkingssoort="I">)"
           "<ZKN:identificatie>1900ZAAK000000001</ZKN:identificatie></ZKN:gerelateerde>"
           "</ZKN:isRelevantVoor>" +
           text.substr(to);
}

decoded_message taken(const hub::ports::decoder& decoder, const std::string& text) {
    const auto decoded = decoder.decode(text);
    EXPECT_TRUE(decoded) << decoder.form() << (decoded ? "" : " " + decoded.error().code);
    return decoded ? *decoded : decoded_message{};
}

using messages = std::map<std::string, decoded_message>;

std::string structured_event(const std::string& type, const std::string& data) {
    return R"({"specversion":"1.0","id":"1","type":"nl.multiproblematiek.)" + type +
           R"(.v1","source":"urn:nld:oin:)" + oin + R"(",)" + data + "}";
}

// What has the fields of our own: the hub's JSON, and an event in each of its modes.
messages in_our_own(hub::model::message_type type, const std::string& fields) {
    const std::string word{hub::model::to_string(type)};
    const auto own = json::create_decoder(type, {});
    const auto structured = cloudevents::create_json_decoder({});
    const auto binary = cloudevents::create_http_decoder({});
    const auto event = structured_event(word, R"("data":{)" + fields + "}");
    const auto batch = "[" + event + "," + event + "]";
    const auto parts = cloudevents::split_batch(batch, {.bytes = batch.size()});
    EXPECT_TRUE(parts && parts->size() == 2);
    return {
        {"json", taken(*own, R"({"id":"1","namens":")" + oin + R"(",)" + fields + "}")},
        {"cloudevents", taken(*structured, event)},
        {"cloudevents-base64",
         taken(
             *structured,
             structured_event(
                 word, R"("data_base64":")" + text::encode_base64("{" + fields + "}") + '"'
             )
         )},
        {"cloudevents-batch", taken(*structured, std::string{parts->back()})},
        {"cloudevents-binary",
         taken(
             *binary,
             "ce-specversion: 1.0\r\nce-id: 1\r\nce-type: nl.multiproblematiek." + word +
                 ".v1\r\nce-source: urn:nld:oin:" + oin +
                 "\r\ncontent-type: application/json\r\n\r\n{" + fields + "}"
         )},
    };
}

decoded_message in_stuf(const std::string& text) {
    const auto soap = stuf::create_decoder(
        {.addressees = {*hub::model::oin::parse("00000099200000001000")}}, stuf::coding::as_declared
    );
    return taken(*soap, text);
}

messages in_every_form() {
    const auto notification = zgw::create_decoder({});
    auto all = in_our_own(hub::model::message_type::aanmelding, content);
    all["stuf"] = in_stuf(stuf_text());
    all["zgw"] = taken(
        *notification,
        R"({"kanaal":"zaken","hoofdObject":"https://zaken.example/zaken/)" + zaak +
            R"(","resource":"zaak","resourceUrl":"https://zaken.example/zaken/1",)"
            R"("actie":"create","aanmaakdatum":"2026-01-01T00:00:00Z","kenmerken":{}})"
    );
    return all;
}

struct field {
    const char* name;
    std::string expected;
    std::function<std::string(const decoded_message&)> read;
    // The forms that can carry it.
    std::vector<std::string> carried_by;
};

const std::vector<std::string> our_own{
    "json",
    "cloudevents",
    "cloudevents-base64",
    "cloudevents-batch",
    "cloudevents-binary"};
const std::vector<std::string> with_content{
    "json",
    "cloudevents",
    "cloudevents-base64",
    "cloudevents-batch",
    "cloudevents-binary",
    "stuf"};
const std::vector<std::string> all_forms{
    "json",
    "cloudevents",
    "cloudevents-base64",
    "cloudevents-batch",
    "cloudevents-binary",
    "stuf",
    "zgw"};

std::string owner_of(const decoded_message& one) {
    return one.on_behalf_of ? one.on_behalf_of->to_string() : "";
}

std::string date_of(const decoded_message& one) {
    const auto& dates = one.message.aanmelding().dringende_data();
    return dates.empty() ? "" : dates[0].datum() + " " + dates[0].omschrijving();
}

// Named as in schemas/stuf/vertaling.tsv.
std::vector<field> aanmelding_fields() {
    const auto of = [](const decoded_message& one) -> const pmm::v1::Aanmelding& {
        return one.message.aanmelding();
    };
    const auto person = [of](const auto& one) { return of(one).betrokkene(); };
    const auto contact = [of](const auto& one) { return of(one).maatwerkprofessional(); };
    const auto kind = [contact](const auto& one) { return contact(one).soort(); };
    const auto casus = [](const auto& one) { return one.casus_reference; };
    return {
        {"kenmerk", zaak, [=](const auto& one) { return of(one).kenmerk(); }, all_forms},
        {"vraag",
         "Wie betaalt de overbrugging?",
         [=](const auto& one) { return of(one).vraag(); },
         with_content},
        {"toelichting",
         "Twee regelingen botsen.",
         [=](const auto& one) { return of(one).toelichting(); },
         with_content},
        {"casus", zaak, casus, with_content},
        {"dringendeDatum", "2026-12-01 Uiterlijke einddatum", date_of, with_content},
        {"betrokkene.bsn",
         "111222333",
         [=](const auto& one) { return person(one).bsn(); },
         with_content},
        {"betrokkene.naam",
         "Truus van der Wiel",
         [=](const auto& one) { return person(one).naam(); },
         with_content},
        {"betrokkene.geboortedatum",
         "1960-09-12",
         [=](const auto& one) { return person(one).geboortedatum(); },
         with_content},
        {"maatwerkprofessional.naam",
         "Team",
         [=](const auto& one) { return contact(one).naam(); },
         with_content},
        {"maatwerkprofessional.email",
         "team@a.example",
         [=](const auto& one) { return contact(one).email(); },
         with_content},
        {"maatwerkprofessional.telefoon",
         "0201234567",
         [=](const auto& one) { return contact(one).telefoon(); },
         with_content},
        {"maatwerkprofessional.soort",
         "PROFESSIONAL_SOORT_TEAM",
         [=](const auto& one) { return pmm::v1::ProfessionalSoort_Name(kind(one)); },
         our_own},
        {"eigenaar", oin, owner_of, with_content},
    };
}

std::vector<field> bericht_fields() {
    const auto of = [](const decoded_message& one) -> const pmm::v1::Bericht& {
        return one.message.bericht();
    };
    const auto casus = [](const auto& one) { return one.casus_reference; };
    return {
        {"kenmerk", "DOC-1", [=](const auto& one) { return of(one).kenmerk(); }, with_content},
        {"onderwerp",
         "Besluit",
         [=](const auto& one) { return of(one).onderwerp(); },
         with_content},
        {"tekst",
         "Zie het besluit.",
         [=](const auto& one) { return of(one).tekst(); },
         with_content},
        {"soort",
         "BERICHT_SOORT_MEDEDELING",
         [=](const auto& one) { return pmm::v1::BerichtSoort_Name(of(one).soort()); },
         with_content},
        {"zaak", zaak, casus, with_content},
        {"eigenaar", oin, owner_of, with_content},
    };
}

void expect_same(const messages& all, const std::vector<field>& fields) {
    for (const auto& one : fields) {
        for (const auto& [form, decoded] : all) {
            const bool carried = std::find(one.carried_by.begin(), one.carried_by.end(), form) !=
                                 one.carried_by.end();
            const auto found = one.read(decoded);
            if (carried) {
                EXPECT_EQ(found, one.expected) << one.name << " in " << form;
            } else {
                EXPECT_NE(found, one.expected) << one.name << " in " << form;
            }
        }
    }
}

TEST(the_same_message, has_the_same_fields_in_every_form_that_can_carry_them) {
    expect_same(in_every_form(), aanmelding_fields());
}

TEST(the_same_message, about_a_casus_has_the_same_fields_in_every_form_that_can_carry_them) {
    auto all = in_our_own(hub::model::message_type::bericht, bericht_content);
    all["stuf"] = in_stuf(stuf_document());
    expect_same(all, bericht_fields());
}

// Field by field, also those that no table names.
TEST(the_same_message, is_the_same_message_in_each_form_of_our_own) {
    const auto encoder = json::create_encoder();
    for (const auto type :
         {hub::model::message_type::aanmelding,
          hub::model::message_type::bericht,
          hub::model::message_type::signaal,
          hub::model::message_type::registermutatie}) {
        const std::string word{hub::model::to_string(type)};
        auto text = sample("json/" + word + ".json");
        // An event has these in its attributes.
        for (const std::string name : {"id", "bron"}) {
            if (const auto at = text.find("\"" + name + "\""); at != std::string::npos) {
                text.erase(at, text.find(',', at) + 1 - at);
            }
        }
        const auto fields = text.substr(text.find('{') + 1, text.rfind('}') - text.find('{') - 1);
        const auto all = in_our_own(type, fields);
        const auto expected = encoder->encode(all.at("json").message);
        EXPECT_GT(expected.size(), 50U) << word;
        for (const auto& [form, decoded] : all) {
            EXPECT_EQ(encoder->encode(decoded.message), expected) << word << " in " << form;
            EXPECT_EQ(decoded.casus_reference, all.at("json").casus_reference) << form;
            EXPECT_EQ(owner_of(decoded), oin) << word << " in " << form;
        }
    }
}

// The parts of a name are one field, and lines go into the explanation.
std::string own_name(std::string field) {
    for (const auto* part : {"achternaam", "voorvoegsel", "voornamen", "voorletters"}) {
        if (field == std::string{"betrokkene."} + part) {
            return "betrokkene.naam";
        }
    }
    return field;
}

TEST(the_same_message, is_judged_by_tables_that_name_all_that_is_taken_over) {
    const std::map<std::string, std::vector<field>> tables{
        {"zakLk01", aanmelding_fields()}, {"edcLk01", bericht_fields()}};
    std::istringstream rows{sample("../stuf/vertaling.tsv")};
    std::size_t looked_at = 0;
    for (std::string row; std::getline(rows, row);) {
        std::istringstream cells{row};
        std::string message;
        std::string element;
        std::string taken_as;
        std::getline(
            std::getline(std::getline(cells, message, '\t'), element, '\t'), taken_as, '\t'
        );
        const bool is_text = taken_as == "-" || taken_as == "regel" || taken_as == "inhoud";
        if (row.starts_with('#') || is_text) {
            continue;
        }
        ++looked_at;
        const auto& fields = tables.at(message);
        EXPECT_TRUE(std::any_of(fields.begin(), fields.end(), [&](const field& one) {
            return one.name == own_name(taken_as);
        })) << row;
    }
    EXPECT_GT(looked_at, 15U);
}

}  // namespace
}  // namespace adapters::formats
