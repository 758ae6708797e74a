#include "hub/intake/reception.hpp"
#include "tests/support/await.hpp"
#include "tests/unit/hub/intake/fixture.hpp"

#include <gtest/gtest.h>

namespace {

using namespace hub::intake;
using namespace tests::unit::admitting;
using hub::model::message_type;
using tests::support::await;

TEST(dry_run, says_everything_and_stores_nothing) {
    surroundings around;
    const auto told = await(around.reception->check(submission_of(municipality, "1", referral)));
    EXPECT_TRUE(told.refusals.empty());
    EXPECT_EQ(told.type, message_type::aanmelding);
    ASSERT_EQ(told.route.why.size(), 1U);
    ASSERT_EQ(told.missing.size(), 1U);
    EXPECT_EQ(told.missing.front().name, "/huishouden");
    EXPECT_EQ(told.notices.size(), 1U);
    EXPECT_TRUE(around.store.admitted().empty());
    EXPECT_EQ(around.key_store.additions(), 0U);
}

TEST(dry_run, lists_every_refusal) {
    surroundings around;
    const auto told = await(around.reception->check(
        submission_of(care, "1", R"(signaal { omschrijving: "06-12345678 of jan@voorbeeld.nl" })")
    ));
    ASSERT_EQ(told.refusals.size(), 2U);
    EXPECT_EQ(told.refusals[0].code, "type_niet_toegestaan");
    EXPECT_EQ(told.refusals[1].code, "persoonsgegevens_in_signaal");
    EXPECT_EQ(told.refusals[1].invalid_params.size(), 2U);
}

TEST(dry_run, tells_of_a_used_id_within_the_callers_own_space_only) {
    surroundings around;
    ASSERT_TRUE(around.accept(submission_of(municipality, "1", referral)).has_value());
    const auto notices = [&around](const oin& who) {
        auto told = await(around.reception->check(submission_of(who, "1", referral)));
        return told.notices.empty() ? std::string{} : told.notices.back().code;
    };
    EXPECT_EQ(notices(municipality), "id_al_gebruikt");
    EXPECT_EQ(notices(executor), "");
}

TEST(dry_run, says_of_a_casus_only_what_a_participant_may_know) {
    surroundings around;
    const auto opened = around.accept(submission_of(municipality, "1", referral));
    ASSERT_TRUE(opened.has_value());
    const auto codes = [&around](submission given) {
        const auto told = await(around.reception->check(std::move(given)));
        return told.refusals.empty() ? std::string{} : told.refusals.front().code;
    };
    EXPECT_EQ(codes(in_casus(submission_of(municipality, "2", referral), *opened->casus)), "");
    EXPECT_EQ(
        codes(in_casus(submission_of(executor, "2", referral), *opened->casus)), "casus_onbekend"
    );
}

TEST(dry_run, knows_the_casus_that_an_earlier_one_of_the_same_rehearsal_opens) {
    surroundings around;
    constexpr std::string_view answer =
        R"(bericht { soort: BERICHT_SOORT_ANTWOORD aan: "00000099100000002000" tekst: "!" })";
    rehearsed before;
    const auto codes = [&around, &before](const oin& who, std::string_view content) {
        auto given = under_reference(submission_of(who, "1", content), "ZAAK-1");
        const auto told = await(around.reception->check(std::move(given), before));
        return told.refusals.empty() ? std::string{} : told.refusals.front().code;
    };
    EXPECT_EQ(codes(municipality, answer), "casus_onbekend");
    EXPECT_EQ(codes(municipality, referral), "");
    EXPECT_EQ(codes(municipality, answer), "");
    EXPECT_EQ(codes(executor, answer), "casus_onbekend") << "the reference is its sender's own";
    rehearsed another;
    before = another;
    EXPECT_EQ(codes(municipality, answer), "casus_onbekend") << "nothing was opened";
}

TEST(dry_run, knows_only_the_callers_own_register_entries) {
    surroundings around;
    const auto added = around.accept(submission_of(
        municipality, "1", R"(registermutatie { kenmerk: "R" actie: REGISTER_ACTIE_TOEVOEGEN })"
    ));
    ASSERT_TRUE(added.has_value());
    const auto codes = [&around](const oin& who, const std::string& entry) {
        const auto told = await(around.reception->check(submission_of(
            who,
            "2",
            "registermutatie { actie: REGISTER_ACTIE_WIJZIGEN vermelding_id: \"" + entry + "\" }"
        )));
        return told.refusals.empty() ? std::string{} : told.refusals.front().code;
    };
    EXPECT_EQ(codes(municipality, added->message.to_string()), "");
    EXPECT_EQ(codes(executor, added->message.to_string()), "vermelding_onbekend");
    EXPECT_EQ(codes(municipality, "0199a000-0000-7000-8000-000000000000"), "vermelding_onbekend");
}

}  // namespace
