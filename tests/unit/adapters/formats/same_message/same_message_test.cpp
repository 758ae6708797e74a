// One message in every form: what each can carry is the same field in the canonical message.
#include "adapters/formats/cloudevents/decoder.hpp"
#include "adapters/formats/cloudevents/form.hpp"
#include "adapters/formats/json/decoder.hpp"
#include "adapters/formats/stuf/decoder.hpp"
#include "adapters/formats/zgw/decoder.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <functional>
#include <iterator>
#include <map>
#include <memory>
#include <string>
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
    R"("maatwerkprofessional":{"soort":"team","naam":"Team","email":"team@a.example"})";
const std::string oin = "00000099100000004000";

std::string stuf_text() {
    std::ifstream file{PMM_SAMPLES "/stuf/pmm-zakLk01.xml"};
    return {std::istreambuf_iterator<char>{file}, {}};
}

decoded_message taken(const hub::ports::decoder& decoder, const std::string& text) {
    const auto decoded = decoder.decode(text);
    EXPECT_TRUE(decoded) << decoder.form() << (decoded ? "" : " " + decoded.error().code);
    return decoded ? *decoded : decoded_message{};
}

std::map<std::string, decoded_message> in_every_form() {
    const auto own = json::create_decoder(hub::model::message_type::aanmelding, {});
    const auto structured = cloudevents::create_json_decoder({});
    const auto binary = cloudevents::create_http_decoder({});
    const auto notification = zgw::create_decoder({});
    const auto soap = stuf::create_decoder(
        {.addressees = {*hub::model::oin::parse("00000099200000001000")}},
        stuf::coding::as_declared
    );
    const std::string source = "urn:nld:oin:" + oin;
    return {
        {"json", taken(*own, R"({"id":"1","namens":")" + oin + R"(",)" + content + "}")},
        {"cloudevents",
         taken(
             *structured,
             R"({"specversion":"1.0","id":"1","type":"nl.multiproblematiek.aanmelding.v1","source":")" +
                 source + R"(","data":{)" + content + "}}"
         )},
        {"cloudevents-binary",
         taken(
             *binary,
             "ce-specversion: 1.0\r\nce-id: 1\r\nce-type: nl.multiproblematiek.aanmelding.v1\r\n"
             "ce-source: " +
                 source + "\r\ncontent-type: application/json\r\n\r\n{" + content + "}"
         )},
        {"stuf", taken(*soap, stuf_text())},
        {"zgw",
         taken(
             *notification,
             R"({"kanaal":"zaken","hoofdObject":"https://zaken.example/zaken/)" + zaak +
                 R"(","resource":"zaak","resourceUrl":"https://zaken.example/zaken/1",)"
                 R"("actie":"create","aanmaakdatum":"2026-01-01T00:00:00Z","kenmerken":{}})"
         )},
    };
}

struct field {
    const char* name;
    std::string expected;
    std::function<std::string(const decoded_message&)> read;
    // The forms that can carry it.
    std::vector<std::string> carried_by;
};

const std::vector<std::string> with_content{"json", "cloudevents", "cloudevents-binary", "stuf"};
const std::vector<std::string> our_own{"json", "cloudevents", "cloudevents-binary"};

std::vector<field> fields() {
    const auto aanmelding = [](const decoded_message& one) -> const pmm::v1::Aanmelding& {
        return one.message.aanmelding();
    };
    return {
        {"kenmerk",
         zaak,
         [=](const auto& one) { return aanmelding(one).kenmerk(); },
         {"json", "cloudevents", "cloudevents-binary", "stuf", "zgw"}},
        {"vraag",
         "Wie betaalt de overbrugging?",
         [=](const auto& one) { return aanmelding(one).vraag(); },
         with_content},
        {"toelichting",
         "Twee regelingen botsen.",
         [=](const auto& one) { return aanmelding(one).toelichting(); },
         with_content},
        {"casusreferentie",
         zaak,
         [](const auto& one) { return one.casus_reference; },
         with_content},
        {"dringende datum",
         "2026-12-01 Uiterlijke einddatum",
         [=](const auto& one) {
             const auto& dates = aanmelding(one).dringende_data();
             return dates.empty() ? "" : dates[0].datum() + " " + dates[0].omschrijving();
         },
         with_content},
        {"bsn",
         "111222333",
         [=](const auto& one) { return aanmelding(one).betrokkene().bsn(); },
         with_content},
        {"naam",
         "Truus van der Wiel",
         [=](const auto& one) { return aanmelding(one).betrokkene().naam(); },
         with_content},
        {"geboortedatum",
         "1960-09-12",
         [=](const auto& one) { return aanmelding(one).betrokkene().geboortedatum(); },
         with_content},
        {"maatwerkprofessional",
         "team@a.example",
         [=](const auto& one) { return aanmelding(one).maatwerkprofessional().email(); },
         our_own},
        {"eigenaar",
         oin,
         [](const auto& one) { return one.on_behalf_of ? one.on_behalf_of->to_string() : ""; },
         with_content},
    };
}

TEST(the_same_message, has_the_same_fields_in_every_form_that_can_carry_them) {
    const auto messages = in_every_form();
    for (const auto& one : fields()) {
        for (const auto& [form, decoded] : messages) {
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

}  // namespace
}  // namespace adapters::formats
