#include "adapters/formats/stuf/decoder.hpp"

#include "adapters/formats/stuf/mapping.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace adapters::formats::stuf {
namespace {

using decided = hub::model::decision<hub::ports::decoded_message>;
using testing::HasSubstr;
using testing::UnorderedElementsAre;

const auto loket = *hub::model::oin::parse("00000099200000001000");

std::string sample(const std::string& name) {
    std::ifstream file{std::filesystem::path{PMM_SAMPLES} / "stuf" / (name + ".xml")};
    return {std::istreambuf_iterator<char>{file}, {}};
}

std::string changed(const std::string& from, const std::string& to) {
    auto text = sample("pmm-zakLk01");
    const auto at = text.find(from);
    if (at == std::string::npos) {
        throw std::logic_error{"not in the sample: " + from};
    }
    return text.replace(at, from.size(), to);
}

decided decode(std::string_view text) {
    decoder_options options;
    options.addressees = {loket};
    return create_decoder(options, coding::as_declared)->decode(text);
}

std::string faults(const decided& one) {
    if (one) {
        return "aangenomen";
    }
    std::string result;
    for (const auto& each : one.error().invalid_params) {
        const auto last = each.name.substr(each.name.rfind(':') + 1);
        result += (result.empty() ? "" : " ") + last + ":" + each.code;
    }
    return result.empty() ? one.error().code : result;
}

std::vector<std::string> codes(const std::vector<hub::model::invalid_param>& all) {
    std::vector<std::string> result;
    for (const auto& one : all) {
        result.push_back(one.code);
    }
    return result;
}

TEST(zak_lk01, that_creates_is_an_aanmelding) {
    const auto decoded = decode(sample("pmm-zakLk01"));
    ASSERT_TRUE(decoded) << faults(decoded);
    EXPECT_EQ(decoded->id, "stuf-2026-1");
    EXPECT_EQ(decoded->source, "stuf:00000099100000004000:Zaaksysteem:");
    EXPECT_EQ(decoded->on_behalf_of, hub::model::oin::parse("00000099100000004000"));
    EXPECT_EQ(decoded->casus_reference, "1900ZAAK000000001");
    const auto& aanmelding = decoded->message.aanmelding();
    EXPECT_EQ(aanmelding.kenmerk(), "1900ZAAK000000001");
    EXPECT_EQ(aanmelding.vraag(), "Wie betaalt de overbrugging?");
    EXPECT_EQ(aanmelding.toelichting(), "Twee regelingen botsen.");
    EXPECT_EQ(aanmelding.betrokkene().bsn(), "111222333");
    EXPECT_EQ(aanmelding.betrokkene().naam(), "Truus van der Wiel");
    EXPECT_EQ(aanmelding.betrokkene().geboortedatum(), "1960-09-12");
    ASSERT_EQ(aanmelding.dringende_data_size(), 1);
    EXPECT_EQ(aanmelding.dringende_data(0).datum(), "2026-12-01");
    EXPECT_FALSE(aanmelding.has_maatwerkprofessional());
    EXPECT_TRUE(decoded->deviations.empty());
    EXPECT_TRUE(decoded->notices.empty());
}

TEST(zak_lk01, is_taken_as_products_send_it_and_says_what_stays_behind) {
    for (const auto* name :
         {"zaakbrug-zakLk01-creeer",
          "open-forms-zakLk01-creeer",
          "open-forms-zakLk01-arabisch",
          "open-forms-zakLk01-latin1-en-c1"}) {
        const auto decoded = decode(sample(name));
        ASSERT_TRUE(decoded) << name << " " << faults(decoded);
        EXPECT_THAT(
            codes(decoded->deviations),
            UnorderedElementsAre("zender_geen_oin", "ontvanger_geen_oin")
        );
        EXPECT_FALSE(decoded->message.aanmelding().betrokkene().bsn().empty()) << name;
        EXPECT_EQ(codes(decoded->notices), std::vector<std::string>{"niet_overgenomen"}) << name;
    }
    const auto decoded = decode(sample("open-forms-zakLk01-creeer"));
    EXPECT_THAT(
        decoded->extensions.at("pmmnietovergenomen"),
        HasSubstr("heeftAlsOverigBetrokkene/gerelateerde/natuurlijkPersoon/inp.bsn")
    );
}

TEST(zak_lk01, that_changes_is_a_mededeling_in_the_casus) {
    const auto single = decode(sample("zaakbrug-zakLk01-enkel-object"));
    ASSERT_TRUE(single) << faults(single);
    EXPECT_EQ(single->message.bericht().onderwerp(), "Zaak gewijzigd");
    EXPECT_EQ(single->casus_reference, "1900ZAAK000000001");
    EXPECT_THAT(single->message.bericht().tekst(), HasSubstr("Zaaktype: Meldingzaak"));
    // Of the old and the new object the new one counts.
    const auto both = decode(sample("zaakbrug-zakLk01-oud-nieuw"));
    ASSERT_TRUE(both) << faults(both);
    EXPECT_THAT(both->message.bericht().tekst(), HasSubstr("Status: In behandeling"));
    EXPECT_TRUE(decode(sample("open-forms-zakLk01-update")));
    const auto removed = decode(changed("mutatiesoort>T", "mutatiesoort>V"));
    EXPECT_EQ(removed->message.bericht().onderwerp(), "Zaak verwijderd");
    const auto named = decode(changed("verwerkingssoort=\"T\">", "verwerkingssoort=\"I\">"));
    EXPECT_EQ(named->message.bericht().onderwerp(), "Zaak genoemd");
}

TEST(zak_lk01, that_changes_tells_what_was_cleared) {
    const auto cleared = decode(changed("mutatiesoort>T", "mutatiesoort>W"));
    ASSERT_TRUE(cleared) << faults(cleared);
    EXPECT_THAT(cleared->message.bericht().tekst(), HasSubstr("Einddatum: (leeggemaakt)"));
}

TEST(edc_lk01, is_a_mededeling_with_a_document) {
    for (const auto* name : {"zaakbrug-edcLk01-voegtoe", "open-forms-edcLk01-inhoud"}) {
        const auto decoded = decode(sample(name));
        ASSERT_TRUE(decoded) << name << " " << faults(decoded);
        ASSERT_EQ(decoded->attachments.size(), 1U) << name;
        EXPECT_GT(decoded->attachments.front().size, 10U);
        EXPECT_FALSE(decoded->casus_reference.empty());
    }
    const auto decoded = decode(sample("zaakbrug-edcLk01-voegtoe"));
    EXPECT_EQ(decoded->attachments.front().name, "GWS cursus algemeen.pdf");
    EXPECT_EQ(decoded->attachments.front().content_type, "application/pdf");
    EXPECT_EQ(decoded->attachments.front().size, 15U);
    EXPECT_THAT(decoded->message.bericht().tekst(), HasSubstr("Súdwest-Fryslân"));
    EXPECT_TRUE(decode(sample("open-forms-edcLk01-leeg"))->attachments.empty());
}

TEST(stuf, is_refused_with_the_place_that_is_wrong) {
    const std::pair<std::string, std::string> table[] = {
        {changed("<StUF:referentienummer>stuf-2026-1", "<StUF:referentienummer>"),
         "referentienummer:verplicht"},
        {changed("20261120093000123", "gisteren"), "tijdstipBericht:ongeldig_tijdstip"},
        {changed("00000099200000001000", "00000099200000009000"), "organisatie:ontvanger_onbekend"},
        {changed(">111222333<", ">111222334<"), "inp.bsn:elfproef"},
        {changed(">111222333<", ">x<"), "inp.bsn:ongeldig_bsn"},
        {changed(">19600912<", ">1960<"), "geboortedatum:ongeldige_datum"},
        {changed(">20261201<", ">20261301<"), "uiterlijkeEinddatum:ongeldige_datum"},
        {changed("<ZKN:identificatie>1900ZAAK000000001</ZKN:identificatie>", ""),
         "identificatie:verplicht"},
        {changed("mutatiesoort>T", "mutatiesoort>X"), "mutatiesoort:onbekende_waarde"},
        {changed("entiteittype>ZAK", "entiteittype>EDC"), "entiteittype:entiteittype_onbekend"},
        {changed("berichtcode>Lk01", "berichtcode>Lk02"), "berichtcode:berichtcode_onbekend"},
        {sample("zaakbrug-zakLv01"), "zakLv01:vraag_niet_beantwoord"},
        {changed(
             "</ZKN:zakLk01>",
             "</ZKN:zakLk01><z:zakLk01 xmlns:z='http://www.egem.nl/StUF/sector/zkn/0310'/>"
         ),
         "zakLk01[2]:envelop_ongeldig"},
        {changed("</ZKN:zakLk01>", "</ZKN:zakLk01><x/>"), "x:envelop_ongeldig"},
        {"<a/>", "/:envelop_ongeldig"},
        {"geen xml", "xml_ongeldig"},
    };
    for (const auto& [text, expected] : table) {
        EXPECT_EQ(faults(decode(text)), expected);
    }
    const auto wrong = decode(changed(">111222333<", ">111222334<"));
    EXPECT_EQ(
        wrong.error().invalid_params.front().name,
        "/SOAP11:Envelope/SOAP11:Body/ZKN:zakLk01/ZKN:object/ZKN:heeftAlsInitiator/"
        "ZKN:gerelateerde/ZKN:natuurlijkPersoon/BG:inp.bsn"
    );
}

TEST(stuf, keeps_what_stands_beside_the_content) {
    const auto decoded = decode(changed(
        "<StUF:entiteittype>ZAK</StUF:entiteittype>",
        "<StUF:crossRefnummer>eerder</StUF:crossRefnummer>"
        "<StUF:entiteittype>ZAK</StUF:entiteittype><StUF:functie>creeerZaak</StUF:functie>"
    ));
    ASSERT_TRUE(decoded) << faults(decoded);
    EXPECT_EQ(decoded->extensions.at("functie"), "creeerZaak");
    EXPECT_EQ(decoded->extensions.at("crossrefnummer"), "eerder");
    EXPECT_EQ(decoded->extensions.at("tijdstipbericht"), "2026-11-20T08:30:00.123000Z");
}

TEST(stuf, takes_an_empty_element_for_no_value_however_it_says_so) {
    const std::string line = "<ZKN:toelichting>Twee regelingen botsen.</ZKN:toelichting>";
    for (const auto* empty :
         {"<ZKN:toelichting/>",
          "<ZKN:toelichting xsi:nil=\"true\"/>",
          "<ZKN:toelichting xsi:nil=\"1\"/>",
          "<ZKN:toelichting xsi:nil=\"true\" StUF:noValue=\"waardeOnbekend\"/>",
          "<ZKN:toelichting StUF:noValue=\"nietGeautoriseerd\"/>"}) {
        const auto decoded = decode(changed(line, empty));
        ASSERT_TRUE(decoded) << empty << faults(decoded);
        EXPECT_EQ(decoded->message.aanmelding().toelichting(), "") << empty;
    }
}

TEST(zak_lk01, tells_the_explanation_of_a_state) {
    const auto decoded = decode(changed(
        "<ZKN:heeftAlsInitiator ",
        "<ZKN:heeft><ZKN:gerelateerde><ZKN:omschrijving>Loopt</ZKN:omschrijving>"
        "</ZKN:gerelateerde><ZKN:toelichting>Wacht op stukken</ZKN:toelichting></ZKN:heeft>"
        "<ZKN:heeftAlsInitiator "
    ));
    ASSERT_TRUE(decoded) << faults(decoded);
    EXPECT_THAT(
        decoded->message.aanmelding().toelichting(),
        HasSubstr("Status: Loopt\nToelichting op de status: Wacht op stukken")
    );
}

TEST(stuf, tells_of_an_hour_that_was_no_plain_hour) {
    EXPECT_EQ(
        codes(decode(changed("20261120093000123", "20261025023000"))->notices),
        std::vector<std::string>{"tijdstip_dubbel"}
    );
    EXPECT_EQ(
        codes(decode(changed("20261120093000123", "20260329023000"))->notices),
        std::vector<std::string>{"tijdstip_bestaat_niet"}
    );
}

TEST(mapping_table, is_read_line_by_line_and_refused_with_the_line) {
    const mapping table{"# uitleg\nzakLk01\tomschrijving\tvraag\tOmschrijving\n"};
    ASSERT_NE(table.find("zakLk01", "omschrijving"), nullptr);
    EXPECT_EQ(table.find("zakLk01", "omschrijving")->to, target::vraag);
    EXPECT_EQ(table.find("edcLk01", "omschrijving"), nullptr);
    EXPECT_THROW(mapping{"zakLk01\tx\tonbekend\tX\n"}, std::invalid_argument);
    EXPECT_THROW(mapping{"zakLk01\tx\n"}, std::invalid_argument);
    EXPECT_THROW(mapping{"a\tx\tvraag\tX\na\tx\tvraag\tX\n"}, std::invalid_argument);
}

}  // namespace
}  // namespace adapters::formats::stuf
