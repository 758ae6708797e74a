#include "hub/instruments/loket/oefenloket.hpp"

#include "hub/instruments/loket/loket.hpp"
#include "tests/unit/hub/instruments/instrument_bench.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace hub::instruments::loket {
namespace {

loket_options options() {
    const auto pseudonym = [](std::string_view bsn) { return std::string{bsn}; };
    return {
        tests::support::test_oin(900),
        supplement_table{{{"/leefgebieden", "Welke?"}}},
        pseudonym,
        pseudonym,
    };
}

enum class referral { complete, incomplete };

class oefenloket_test : public ::testing::Test {
protected:
    consumer::decided hand_in(const std::string& reference, referral is = referral::complete) {
        auto message = casus_message(model::message_type::aanmelding, 1, 200);
        message.content.mutable_aanmelding()->set_kenmerk(reference);
        if (is == referral::complete) {
            message.content.mutable_aanmelding()->add_leefgebieden(pmm::v1::LEEFGEBIED_WONEN);
        }
        return bench_.decide(message);
    }

    pmm::v1::CasusRecord casus() {
        return bench_.record<pmm::v1::CasusRecord>(
            casus_kind, id_of<model::casus_id>(200).to_string()
        );
    }

    oefenloket tested_{options()};
    instrument_bench bench_{tested_};
};

TEST_F(oefenloket_test, goes_by_the_beginning_of_the_own_reference_alone) {
    EXPECT_EQ(exercise_of("oefen-aanvulling-1"), exercise::supplement);
    EXPECT_EQ(exercise_of("oefen-stil"), exercise::silence);
    EXPECT_EQ(exercise_of("oefen-weigering/2"), exercise::refusal);
    EXPECT_EQ(exercise_of("oefen-behandeling 3"), exercise::handling);
    for (const auto* other : {"", "2026-1", "oefen", "Oefen-stil", "mijn oefen-stil"}) {
        EXPECT_FALSE(exercise_of(other)) << other;
    }
}

TEST_F(oefenloket_test, is_the_loket_for_whoever_asks_for_nothing) {
    EXPECT_TRUE(hand_in("2026-1").outgoing.empty());
    EXPECT_EQ(casus().status(), pmm::v1::CASUS_STATUS_AANGEMELD);
    const auto asked = hand_in("2026-2", referral::incomplete);
    ASSERT_EQ(asked.outgoing.size(), 1U);
    EXPECT_EQ(asked.outgoing[0].content.bericht().ontbreekt(0).veld(), "/leefgebieden");
}

TEST_F(oefenloket_test, asks_even_where_nothing_is_missing) {
    const auto asked = hand_in("oefen-aanvulling-1");
    ASSERT_EQ(asked.outgoing.size(), 1U);
    const auto& request = asked.outgoing[0].content.bericht();
    EXPECT_EQ(request.soort(), pmm::v1::BERICHT_SOORT_AANVULVERZOEK);
    EXPECT_EQ(request.ontbreekt(0).veld(), "/toelichting");
    // What really is missing is asked for as ever.
    const auto missing = hand_in("oefen-aanvulling-2", referral::incomplete);
    ASSERT_EQ(missing.outgoing.size(), 1U);
    EXPECT_EQ(missing.outgoing[0].content.bericht().ontbreekt(0).veld(), "/leefgebieden");
}

TEST_F(oefenloket_test, goes_quiet) {
    const auto result = hand_in("oefen-stil-1", referral::incomplete);
    EXPECT_TRUE(result.outgoing.empty());
    ASSERT_EQ(result.outcomes.size(), 1U);
    EXPECT_EQ(result.outcomes[0].state, model::state::verwerkt);
    EXPECT_EQ(casus().status(), pmm::v1::CASUS_STATUS_AANGEMELD);
}

TEST_F(oefenloket_test, refuses_and_says_why) {
    const auto result = hand_in("oefen-weigering-1");
    ASSERT_EQ(result.outcomes.size(), 1U);
    EXPECT_EQ(result.outcomes[0].state, model::state::geweigerd);
    EXPECT_EQ(result.outcomes[0].reason, "oefening");
    EXPECT_TRUE(result.changes.empty());
}

TEST_F(oefenloket_test, takes_in_hand_and_finishes) {
    const auto result = hand_in("oefen-behandeling-1");
    std::vector<pmm::v1::CasusStatus> told;
    for (const auto& one : result.outgoing) {
        told.push_back(one.content.statusbericht().casus_status());
    }
    EXPECT_EQ(
        told, (std::vector{pmm::v1::CASUS_STATUS_IN_BEHANDELING, pmm::v1::CASUS_STATUS_AFGEROND})
    );
    EXPECT_NE(result.outgoing[0].purpose, result.outgoing[1].purpose);
    EXPECT_EQ(casus().status(), pmm::v1::CASUS_STATUS_AFGEROND);
}

}  // namespace
}  // namespace hub::instruments::loket
