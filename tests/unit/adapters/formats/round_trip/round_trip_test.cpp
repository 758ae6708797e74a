// What comes in in one form and leaves in the same form keeps what schemas/vormen/velden.tsv says.
#include "adapters/formats/cloudevents/decoder.hpp"
#include "adapters/formats/cloudevents/delivery.hpp"
#include "adapters/formats/json/decoder.hpp"
#include "adapters/formats/json/delivery.hpp"
#include "adapters/formats/stuf/decoder.hpp"
#include "adapters/formats/stuf/delivery.hpp"
#include "adapters/formats/zgw/decoder.hpp"
#include "adapters/formats/zgw/delivery.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <fstream>
#include <functional>
#include <map>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

namespace adapters::formats {
namespace {

using hub::model::message_type;
using hub::ports::decoded_message;
using hub::ports::leaving_message;
using pmm::v1::CanonicalMessage;

constexpr std::array<const char*, 5> forms{
    "json",
    "cloudevents",
    "cloudevents-binair",
    "zgw",
    "stuf"};
const auto sender = *hub::model::oin::parse("00000099100000004000");
const auto recipient = *hub::model::oin::parse("00000099100000005000");
const auto own = *hub::model::oin::parse("00000099200000001000");
const std::string inzending = "01931b66-7d50-7c8a-9d3c-2f6a1c0b9e10";
const std::string casus = "01931b66-7d50-7c8a-9d3c-2f6a1c0b9e11";
const std::string earlier = "01931b66-7d50-7c8a-9d3c-2f6a1c0b9e12";
const auto now = *hub::model::parse_rfc3339("2026-11-20T08:30:00Z");

CanonicalMessage aanmelding() {
    CanonicalMessage message;
    auto& one = *message.mutable_aanmelding();
    one.set_kenmerk("1900ZAAK000000001");
    one.set_vraag("Wie betaalt <de> \"overbrugging\" & hoe?");
    one.set_toelichting("Twee regelingen botsen.\nEn é€𝄞.");
    auto& date = *one.add_dringende_data();
    date.set_datum("2026-12-01");
    date.set_omschrijving("Uiterlijke einddatum");
    one.mutable_betrokkene()->set_bsn("111222333");
    one.mutable_betrokkene()->set_naam("Truus van der Wiel");
    one.mutable_betrokkene()->set_geboortedatum("1960-09-12");
    auto& professional = *one.mutable_maatwerkprofessional();
    professional.set_soort(pmm::v1::PROFESSIONAL_SOORT_TEAM);
    professional.set_naam("Team Maatwerk");
    professional.set_email("team@a.example");
    one.mutable_huishouden()->set_omvang(4);
    one.add_leefgebieden(pmm::v1::LEEFGEBIED_SCHULDEN);
    auto& involved = *one.add_betrokken_organisaties();
    involved.set_oin(recipient.to_string());
    involved.set_naam("Gemeente B");
    involved.set_rol("uitkering");
    one.add_geprobeerd("Een gesprek met beide loketten.");
    one.mutable_grondslag()->set_code("avg-6-1-e");
    one.mutable_doel()->set_code("maatwerk");
    one.set_inwoner_geinformeerd(pmm::v1::GEINFORMEERD_JA);
    return message;
}

CanonicalMessage bericht() {
    CanonicalMessage message;
    auto& one = *message.mutable_bericht();
    one.set_kenmerk("B-1");
    one.set_soort(pmm::v1::BERICHT_SOORT_AANVULVERZOEK);
    one.add_aan(recipient.to_string());
    one.set_onderwerp("Aanvulling nodig");
    one.set_tekst("Er ontbreekt <iets> & meer.");
    auto& missing = *one.add_ontbreekt();
    missing.set_veld("/huishouden");
    missing.set_vraag("Hoe groot is het huishouden?");
    one.set_antwoord_op(earlier);
    one.mutable_grondslag()->set_code("avg-6-1-e");
    one.mutable_doel()->set_code("maatwerk");
    one.set_casus_status(pmm::v1::CASUS_STATUS_IN_BEHANDELING);
    return message;
}

leaving_message leaving(const CanonicalMessage& content) {
    leaving_message message;
    message.id = *hub::model::message_id::parse(inzending);
    message.casus = hub::model::casus_id::parse(casus);
    message.type = content.has_aanmelding() ? message_type::aanmelding : message_type::bericht;
    message.sender = sender;
    message.recipient = recipient;
    message.accepted_at = now;
    message.sequence = 7;
    message.content = &content;
    return message;
}

hub::ports::attachment document() {
    hub::ports::attachment one;
    one.name = "brief.pdf";
    one.content_type = "application/pdf";
    one.size = 12;
    one.document = hub::model::document_id::parse("01931b66-7d50-7c8a-9d3c-2f6a1c0b9e20");
    return one;
}

std::unique_ptr<hub::ports::delivery_form> form_of(const std::string& name) {
    if (name == "json") {
        return json::create_delivery_form();
    }
    if (name == "zgw") {
        return zgw::create_delivery_form("https://hub.example");
    }
    if (name == "stuf") {
        return stuf::create_delivery_form(own, "https://hub.example");
    }
    return cloudevents::create_delivery_form(
        name == "cloudevents" ? cloudevents::content_mode::structured
                              : cloudevents::content_mode::binary
    );
}

// The content of our own form with what stands around it at hand-in.
std::string as_handed_in(const std::string& body) {
    const std::string before = R"("inhoud":{)";
    const auto start = body.find(before) + before.size();
    return R"({"id":"1","casusId":")" + casus + R"(",)" +
           body.substr(start, body.size() - start - 1);
}

std::string as_text(const hub::ports::written_message& written) {
    std::string text;
    for (const auto& [name, value] : written.headers) {
        text.append(name).append(": ").append(value).append("\r\n");
    }
    return text + "content-type: " + written.content_type + "\r\n\r\n" + written.body;
}

hub::model::decision<decoded_message>
decode(const std::string& name, message_type type, const hub::ports::written_message& written) {
    if (name == "json") {
        return json::create_decoder(type, {})->decode(as_handed_in(written.body));
    }
    if (name == "cloudevents") {
        return cloudevents::create_json_decoder({})->decode(written.body);
    }
    if (name == "cloudevents-binair") {
        return cloudevents::create_http_decoder({})->decode(as_text(written));
    }
    if (name == "zgw") {
        return zgw::create_decoder({})->decode(written.body);
    }
    return stuf::create_decoder({.addressees = {recipient}}, stuf::coding::as_declared)
        ->decode(written.body);
}

using reading = std::function<std::string(const CanonicalMessage&)>;

std::map<std::string, reading> readings() {
    using m = CanonicalMessage;
    return {
        {"aanmelding.kenmerk", [](const m& x) { return x.aanmelding().kenmerk(); }},
        {"aanmelding.vraag", [](const m& x) { return x.aanmelding().vraag(); }},
        {"aanmelding.toelichting", [](const m& x) { return x.aanmelding().toelichting(); }},
        {"aanmelding.dringendeData",
         [](const m& x) {
             const auto& dates = x.aanmelding().dringende_data();
             return dates.empty() ? "" : dates[0].datum() + dates[0].omschrijving();
         }},
        {"aanmelding.betrokkene.bsn", [](const m& x) { return x.aanmelding().betrokkene().bsn(); }},
        {"aanmelding.betrokkene.naam",
         [](const m& x) { return x.aanmelding().betrokkene().naam(); }},
        {"aanmelding.betrokkene.geboortedatum",
         [](const m& x) { return x.aanmelding().betrokkene().geboortedatum(); }},
        {"aanmelding.maatwerkprofessional.naam",
         [](const m& x) { return x.aanmelding().maatwerkprofessional().naam(); }},
        {"aanmelding.maatwerkprofessional.email",
         [](const m& x) { return x.aanmelding().maatwerkprofessional().email(); }},
        {"aanmelding.maatwerkprofessional.soort",
         [](const m& x) { return std::to_string(x.aanmelding().maatwerkprofessional().soort()); }},
        {"aanmelding.huishouden",
         [](const m& x) { return x.aanmelding().huishouden().SerializeAsString(); }},
        {"aanmelding.leefgebieden",
         [](const m& x) { return std::to_string(x.aanmelding().leefgebieden_size()); }},
        {"aanmelding.betrokkenOrganisaties",
         [](const m& x) {
             const auto& all = x.aanmelding().betrokken_organisaties();
             return all.empty() ? "" : all[0].SerializeAsString();
         }},
        {"aanmelding.geprobeerd",
         [](const m& x) {
             const auto& all = x.aanmelding().geprobeerd();
             return all.empty() ? "" : all[0];
         }},
        {"aanmelding.grondslag", [](const m& x) { return x.aanmelding().grondslag().code(); }},
        {"aanmelding.doel", [](const m& x) { return x.aanmelding().doel().code(); }},
        {"aanmelding.inwonerGeinformeerd",
         [](const m& x) { return std::to_string(x.aanmelding().inwoner_geinformeerd()); }},
        {"bericht.kenmerk", [](const m& x) { return x.bericht().kenmerk(); }},
        {"bericht.onderwerp", [](const m& x) { return x.bericht().onderwerp(); }},
        {"bericht.tekst", [](const m& x) { return x.bericht().tekst(); }},
        {"bericht.soort", [](const m& x) { return std::to_string(x.bericht().soort()); }},
        {"bericht.ontbreekt",
         [](const m& x) { return std::to_string(x.bericht().ontbreekt_size()); }},
        {"bericht.antwoordOp", [](const m& x) { return x.bericht().antwoord_op(); }},
        {"bericht.grondslag", [](const m& x) { return x.bericht().grondslag().code(); }},
        {"bericht.doel", [](const m& x) { return x.bericht().doel().code(); }},
        {"bericht.aan",
         [](const m& x) {
             const auto& all = x.bericht().aan();
             return all.empty() ? "" : all[0];
         }},
        {"bericht.casusStatus",
         [](const m& x) { return std::to_string(x.bericht().casus_status()); }},
    };
}

// field, then a word per form
std::map<std::string, std::vector<std::string>> table() {
    std::map<std::string, std::vector<std::string>> result;
    std::ifstream file{PMM_FIELDS};
    for (std::string line; std::getline(file, line);) {
        if (line.starts_with('#')) {
            continue;
        }
        std::istringstream parts{line};
        std::string field;
        std::getline(parts, field, '\t');
        for (std::string word; std::getline(parts, word, '\t');) {
            result[field].push_back(word);
        }
    }
    return result;
}

// Once out and in again, as who receives it would hand it in.
CanonicalMessage once_round(const std::string& form, const CanonicalMessage& content) {
    const auto message = leaving(content);
    const auto written = form_of(form)->write(message, now);
    const auto decoded = decode(form, message.type, written);
    EXPECT_TRUE(decoded) << form << (decoded ? "" : " " + decoded.error().code + written.body);
    return decoded ? decoded->message : CanonicalMessage{};
}

void judge(
    const std::string& where,
    const std::string& word,
    const std::string& before,
    const std::string& after
) {
    if (word == "ja") {
        EXPECT_EQ(after, before) << where;
    } else if (word == "begin") {
        EXPECT_THAT(after, testing::StartsWith(before)) << where;
    } else {
        EXPECT_EQ(word, "nee") << where;
        EXPECT_NE(after, before) << where;
    }
}

TEST(a_round_trip, keeps_what_the_table_says_of_each_form) {
    const auto rows = table();
    const auto known = readings();
    for (std::size_t at = 0; at < forms.size(); ++at) {
        const std::string form = forms[at];
        const std::map<std::string, CanonicalMessage> first{
            {"aanmelding", once_round(form, aanmelding())},
            {"bericht", once_round(form, bericht())}};
        for (const auto& [field, read] : known) {
            ASSERT_EQ(rows.count(field), 1U) << field;
            ASSERT_EQ(rows.at(field).size(), forms.size()) << field;
            const auto kind = field.substr(0, field.find('.'));
            const auto before = kind == "bericht" ? bericht() : aanmelding();
            judge(field + " in " + form, rows.at(field)[at], read(before), read(first.at(kind)));
            if (form != "zgw" && rows.at(field)[at] == "ja") {
                // Came in in this form, left in this form.
                EXPECT_EQ(read(once_round(form, first.at(kind))), read(before)) << field << form;
            }
        }
    }
}

// Nothing that a message may hold is left out of the table.
TEST(a_round_trip, is_told_of_every_field) {
    const auto rows = table();
    for (const auto* kind : {"aanmelding", "bericht"}) {
        const auto* fields = CanonicalMessage::descriptor()->FindFieldByName(kind)->message_type();
        for (int at = 0; at < fields->field_count(); ++at) {
            const auto name = std::string{kind} + "." + fields->field(at)->json_name();
            const auto row = rows.lower_bound(name);
            EXPECT_TRUE(row != rows.end() && row->first.starts_with(name)) << name;
        }
    }
}

TEST(a_round_trip, keeps_who_wrote_it_and_what_it_belongs_to) {
    const auto content = bericht();
    const std::map<std::string, std::string> named{
        {"afzender", sender.to_string()}, {"inzending", inzending}, {"casus", casus}};
    const std::map<std::string, std::string> named_of_documents{
        {"bijlagen", document().document->to_string()},
        {"bijlagen.naam", "brief.pdf"},
        {"bijlagen.sha256", std::string(64, '0')}};
    const auto rows = table();
    std::size_t place = 0;
    for (const auto* form : forms) {
        const auto text = as_text(form_of(form)->write(leaving(content), now));
        auto with_document = leaving(content);
        with_document.attachments.push_back(document());
        const auto more = as_text(form_of(form)->write(with_document, now));
        for (const auto& [field, value] : named_of_documents) {
            const auto& words = rows.at(field);
            const bool carries = words[place] == "ja";
            EXPECT_EQ(more.find(value) != std::string::npos, carries) << field << " in " << form;
            EXPECT_THAT(text, testing::Not(testing::HasSubstr(value))) << field << " in " << form;
        }
        ++place;
        for (const auto& [field, value] : named) {
            EXPECT_THAT(text, testing::HasSubstr(value)) << field << " in " << form;
            EXPECT_THAT(rows.at(field), testing::Each("ja"));
        }
    }
    EXPECT_EQ(rows.size(), readings().size() + named.size() + named_of_documents.size());
}

TEST(a_notification, carries_references_and_no_content) {
    const auto content = aanmelding();
    const auto text = form_of("zgw")->write(leaving(content), now).body;
    for (const auto* part : {"111222333", "Truus", "overbrugging", "1900ZAAK"}) {
        EXPECT_THAT(text, testing::Not(testing::HasSubstr(part)));
    }
    EXPECT_THAT(
        text,
        testing::HasSubstr(
            "https://hub.example/v1/postvakken/00000099100000005000/berichten/" + inzending
        )
    );
}

}  // namespace
}  // namespace adapters::formats
