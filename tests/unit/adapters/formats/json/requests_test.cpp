#include "adapters/formats/json/requests.hpp"

#include <gtest/gtest.h>

namespace adapters::formats::json {
namespace {

TEST(json_requests, fills_in_the_defaults_of_the_contract) {
    for (const auto* body : {"", "{}"}) {
        const auto claim = decode_uitgifte(body);
        ASSERT_TRUE(claim);
        EXPECT_EQ(claim->aantal, 10U);
        EXPECT_EQ(claim->lease_seconden, 60U);
        EXPECT_EQ(claim->wacht_seconden, 0U);
        const auto search = decode_zoek(body);
        ASSERT_TRUE(search);
        EXPECT_EQ(search->maximum, 50U);
        EXPECT_TRUE(decode_bevestiging(body));
    }
}

TEST(json_requests, reads_a_claim) {
    const auto claim = decode_uitgifte(R"({"aantal":2,"leaseSeconden":5.0,"wachtSeconden":30})");
    ASSERT_TRUE(claim);
    EXPECT_EQ(claim->aantal, 2U);
    EXPECT_EQ(claim->lease_seconden, 5U);
    EXPECT_EQ(claim->wacht_seconden, 30U);
}

TEST(json_requests, refuses_numbers_beyond_their_limits) {
    const auto claim = decode_uitgifte(R"({"aantal":0,"leaseSeconden":3601,"wachtSeconden":1.5})");
    ASSERT_FALSE(claim);
    const auto& wrong = claim.error().invalid_params;
    ASSERT_EQ(wrong.size(), 3U);
    EXPECT_EQ(wrong[0].code, "te_klein");
    EXPECT_EQ(wrong[1].code, "te_groot");
    EXPECT_EQ(wrong[2].code, "verkeerd_type");
    EXPECT_FALSE(decode_uitgifte(R"({"aantal":-9223372036854775808})"));
    EXPECT_FALSE(decode_uitgifte(R"({"aantal":18446744073709551615})"));
    EXPECT_FALSE(decode_uitgifte(R"({"aantal":1e300})"));
    EXPECT_FALSE(decode_uitgifte(R"({"aantal":"2"})"));
}

TEST(json_requests, wants_a_reason_for_a_refusal) {
    const auto refusal = decode_weigering(R"({"code":"niet_voor_ons","reden":"Bij een ander."})");
    ASSERT_TRUE(refusal);
    EXPECT_EQ(refusal->code, "niet_voor_ons");
    EXPECT_EQ(refusal->reden, "Bij een ander.");
    EXPECT_FALSE(decode_weigering("{}"));
    EXPECT_FALSE(decode_weigering(""));
}

TEST(json_requests, reads_a_search) {
    const auto search =
        decode_zoek(R"({"leefgebied":"wonen","soort":"team","tekst":"x","maximum":5})");
    ASSERT_TRUE(search);
    EXPECT_EQ(search->leefgebied, pmm::v1::LEEFGEBIED_WONEN);
    EXPECT_EQ(search->soort, pmm::v1::PROFESSIONAL_SOORT_TEAM);
    EXPECT_EQ(search->tekst, "x");
    EXPECT_EQ(search->maximum, 5U);
}

TEST(json_requests, takes_no_field_of_a_confirmation) {
    EXPECT_FALSE(decode_bevestiging(R"({"x":1})"));
}

}  // namespace
}  // namespace adapters::formats::json
