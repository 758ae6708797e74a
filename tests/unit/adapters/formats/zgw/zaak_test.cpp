#include "adapters/formats/zgw/zaak.hpp"

#include <gtest/gtest.h>

#include <string>

namespace adapters::formats::zgw {
namespace {

const std::string zaak =
    R"({"url":"https://a/1","identificatie":"ZAAK-1","omschrijving":"Wie betaalt?",)"
    R"("toelichting":"Regels\tbotsen.\nEcht.","startdatum":"2026-11-01","einddatum":null,)"
    R"("uiterlijkeEinddatumAfdoening":"2026-12-01","einddatumGepland":"morgen",)"
    R"("kenmerken":[{"kenmerk":"111222333"}],"zaakgeometrie":{"type":"Point"}})";

TEST(a_fetched_zaak, leaves_everything_that_the_table_does_not_name) {
    const auto part = mapped_part(zaak, {});
    ASSERT_TRUE(part);
    EXPECT_EQ(part->find("111222333"), std::string::npos);
    EXPECT_EQ(part->find("Point"), std::string::npos);
    EXPECT_EQ(part->find("url"), std::string::npos);
    EXPECT_EQ(mapped_part(*part, {}), part);
}

TEST(a_fetched_zaak, becomes_an_aanmelding_with_what_is_known) {
    const auto decoded = create_zaak_decoder({})->decode(*mapped_part(zaak, {}));
    ASSERT_TRUE(decoded);
    const auto& aanmelding = decoded->message.aanmelding();
    EXPECT_EQ(aanmelding.kenmerk(), "ZAAK-1");
    EXPECT_EQ(aanmelding.vraag(), "Wie betaalt?");
    EXPECT_EQ(aanmelding.toelichting(), "Regels botsen.\nEcht.\nStartdatum: 2026-11-01");
    ASSERT_EQ(aanmelding.dringende_data_size(), 1);
    EXPECT_EQ(aanmelding.dringende_data(0).datum(), "2026-12-01");
    EXPECT_EQ(aanmelding.dringende_data(0).omschrijving(), "Uiterlijke einddatum");
    EXPECT_FALSE(aanmelding.has_betrokkene());
}

TEST(a_fetched_zaak, is_cut_where_our_own_form_ends_and_keeps_what_is_known_of_it) {
    const auto text = R"({"identificatie":"1","startdatum":"2026-11-01","toelichting":")" +
                      std::string(20'000, 'x') + "\"}";
    const auto decoded = create_zaak_decoder({})->decode(*mapped_part(text, {}));
    ASSERT_TRUE(decoded);
    const auto& said = decoded->message.aanmelding().toelichting();
    EXPECT_EQ(said.size(), 10'000U);
    EXPECT_TRUE(said.ends_with("x\nStartdatum: 2026-11-01"));
}

TEST(a_fetched_zaak, is_none_without_an_identification_or_when_it_is_no_object) {
    EXPECT_FALSE(create_zaak_decoder({})->decode("{}"));
    for (const auto* text : {"", "[]", "<html>", "\"x\"", "{\"identificatie\":"}) {
        EXPECT_FALSE(mapped_part(text, {})) << text;
    }
}

}  // namespace
}  // namespace adapters::formats::zgw
