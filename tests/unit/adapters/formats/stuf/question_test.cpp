// A question about a zaak, and what it is answered.
#include "adapters/formats/stuf/form.hpp"
#include "adapters/formats/stuf/xml_reader.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <utility>

namespace adapters::formats::stuf {
namespace {

using hub::ports::known_case;
using testing::HasSubstr;

const auto loket = *hub::model::oin::parse("00000099200000001000");
const auto now = *hub::model::parse_rfc3339("2026-11-20T08:30:00Z");
const hub::ports::answering_facts facts{"01931b66", now};

std::string sample(const std::string& name) {
    std::ifstream file{std::filesystem::path{PMM_SAMPLES} / "stuf" / (name + ".xml")};
    return {std::istreambuf_iterator<char>{file}, {}};
}

std::string changed(const std::string& from, const std::string& to) {
    auto text = sample("pmm-zakLv01");
    const auto at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    return text.replace(at, from.size(), to);
}

std::unique_ptr<hub::ports::carried_messages>
read(const std::string& body, std::string_view type = "text/xml") {
    hub::ports::carried_request carried;
    carried.content_type = type;
    carried.body = body;
    return create_form({.addressees = {loket}})->read(carried);
}

// The code, and the last part of each place.
std::string refusal(const std::string& body) {
    const auto question = read(body)->question();
    if (!question || *question) {
        return question ? "beantwoord" : "geen vraag";
    }
    auto text = question->error().code;
    for (const auto& one : question->error().invalid_params) {
        text += " " + one.name.substr(one.name.rfind(':') + 1) + ":" + one.code;
    }
    return text;
}

TEST(stuf_question, names_the_zaak_and_who_asks) {
    const auto carried = read(sample("pmm-zakLv01"));
    EXPECT_TRUE(carried->messages().empty());
    const auto question = carried->question();
    ASSERT_TRUE(question && *question);
    EXPECT_EQ((*question)->reference, "1900ZAAK000000001");
    EXPECT_EQ((*question)->on_behalf_of, hub::model::oin::parse("00000099100000004000"));
    const auto product = read(sample("zaakbrug-zakLv01"))->question();
    ASSERT_TRUE(product && *product);
    EXPECT_EQ((*product)->deviations.size(), 2U);
    EXPECT_EQ(refusal(sample("pmm-zakLk01")), "geen vraag");
}

TEST(stuf_question, that_the_hub_can_not_answer_is_refused_with_its_place) {
    const std::pair<std::string, std::string> table[] = {
        {changed(">1900ZAAK000000001<", "><"), "bericht_ongeldig identificatie:verplicht"},
        {changed(
             "</ZKN:identificatie>", "</ZKN:identificatie><ZKN:omschrijving>x</ZKN:omschrijving>"
         ),
         "bericht_ongeldig omschrijving:vraag_niet_beantwoord"},
        {changed("<ZKN:scope>", "<ZKN:vanaf/><ZKN:scope>"),
         "bericht_ongeldig vanaf:vraag_niet_beantwoord"},
        {changed("00000099200000001000", "00000099200000009000"),
         "bericht_ongeldig organisatie:ontvanger_onbekend"},
        {changed(">Lv01<", ">Lv03<"), "vraag_niet_beantwoord zakLv01:vraag_niet_beantwoord"},
    };
    for (const auto& [body, expected] : table) {
        EXPECT_EQ(refusal(body), expected);
    }
}

TEST(stuf_question, is_answered_with_what_the_casus_went_through) {
    known_case known;
    known.opened_at = now;
    known.steps = {
        {"in_behandeling",
         *hub::model::parse_rfc3339("2026-11-21T11:00:00Z"),
         "Opgepakt <door> team"},
        {"aangemeld", now, {}}};
    const auto answer = read(sample("pmm-zakLv01"))->answer_question(known, facts);
    EXPECT_EQ(answer.status, 200U);
    EXPECT_EQ(answer.content_type, "text/xml; charset=utf-8");
    ASSERT_TRUE(read_xml(answer.body, {}, {}));
    for (const auto* part :
         {"<StUF:berichtcode>La01<",
          "<StUF:crossRefnummer>stuf-2026-3<",
          "<StUF:entiteittype>ZAK<",
          "<ZKN:identificatie>1900ZAAK000000001<",
          "<ZKN:startdatum>20261120<",
          "<ZKN:omschrijving>in_behandeling</ZKN:omschrijving></ZKN:gerelateerde>"
          "<ZKN:toelichting>Opgepakt &lt;door&gt; team</ZKN:toelichting>"
          "<ZKN:datumStatusGezet>20261121120000000</ZKN:datumStatusGezet>"
          "<ZKN:indicatieLaatsteStatus>J<",
          "<ZKN:omschrijving>aangemeld<",
          "<ZKN:indicatieLaatsteStatus>N<"}) {
        EXPECT_THAT(answer.body, HasSubstr(part));
    }
    const auto newer = changed(
        "http://schemas.xmlsoap.org/soap/envelope/", "http://www.w3.org/2003/05/soap-envelope"
    );
    EXPECT_EQ(
        read(newer, "application/soap+xml")->answer_question(known, facts).content_type,
        "application/soap+xml; charset=utf-8"
    );
}

}  // namespace
}  // namespace adapters::formats::stuf
