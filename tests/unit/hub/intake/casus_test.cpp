#include "hub/intake/reception.hpp"
#include "tests/unit/hub/intake/fixture.hpp"

#include <gtest/gtest.h>

namespace {

using namespace hub::intake;
using namespace tests::unit::admitting;
using hub::model::message_type;

TEST(casus, is_entered_by_participants_only) {
    surroundings around;
    const auto opened = around.accept(submission_of(
        municipality,
        "1",
        R"(aanmelding { kenmerk: "K" vraag: "?"
             betrokken_organisaties { oin: "00000099100000002000" naam: "B" } })"
    ));
    ASSERT_TRUE(opened.has_value());
    const auto casus = *opened->casus;
    constexpr std::string_view question =
        R"(bericht { soort: BERICHT_SOORT_VRAAG aan: "00000099100000003000" tekst: "?" })";

    const auto refused = around.accept(in_casus(submission_of(care, "9", referral), casus));
    ASSERT_TRUE(refused.has_error());
    EXPECT_EQ(refused.error().code, "casus_onbekend");
    const auto missing =
        around.accept(in_casus(submission_of(care, "9", referral), hub::model::casus_id{}));
    ASSERT_TRUE(missing.has_error());
    EXPECT_EQ(missing.error().code, refused.error().code);
    EXPECT_EQ(missing.error().words, refused.error().words);

    // Not a participant yet, until a participant addresses it.
    EXPECT_TRUE(
        around.accept(in_casus(submission_of(other_executor, "1", question), casus)).has_error()
    );
    const auto asked = around.accept(in_casus(submission_of(executor, "1", question), casus));
    ASSERT_TRUE(asked.has_value()) << asked.error().code;
    EXPECT_EQ(asked->casus, casus);
    constexpr std::string_view answer =
        R"(bericht { soort: BERICHT_SOORT_ANTWOORD aan: "00000099100000002000" tekst: "!" })";
    EXPECT_TRUE(
        around.accept(in_casus(submission_of(other_executor, "1", answer), casus)).has_value()
    );
}

TEST(casus, lets_the_loket_escalate_what_came_to_it) {
    surroundings around;
    const auto opened = around.accept(submission_of(municipality, "1", referral));
    ASSERT_TRUE(opened.has_value());
    const auto escalated = around.accept(in_casus(
        submission_of(loket, "1", R"(bericht { soort: BERICHT_SOORT_ESCALATIE tekst: "!" })"),
        *opened->casus
    ));
    ASSERT_TRUE(escalated.has_value()) << escalated.error().code;
    EXPECT_EQ(escalated->type, message_type::escalatie);
    const auto message = around.store.admitted().back();
    EXPECT_EQ(message.target, hub::model::stream::escalatie);
    EXPECT_EQ(message.destinations.front().name(), "let");
    EXPECT_EQ(message.casus->adds_participants, (std::vector{loket, escalation_team}));
}

TEST(casus, is_found_by_the_senders_own_reference) {
    surroundings around;
    const auto first =
        around.accept(under_reference(submission_of(municipality, "1", referral), "zaak 1"));
    const auto second =
        around.accept(under_reference(submission_of(municipality, "2", other_referral), "zaak 1"));
    const auto of_another =
        around.accept(under_reference(submission_of(executor, "1", referral), "zaak 1"));
    ASSERT_TRUE(first.has_value() && second.has_value() && of_another.has_value());
    EXPECT_EQ(first->casus, second->casus);
    EXPECT_NE(first->casus, of_another->casus);

    const auto supplement = around.accept(under_reference(
        submission_of(
            municipality,
            "3",
            R"(bericht { soort: BERICHT_SOORT_AANVULLING aan: "loket" tekst: "Hierbij" })"
        ),
        "zaak 1"
    ));
    ASSERT_TRUE(supplement.has_value());
    EXPECT_EQ(supplement->casus, first->casus);
}

TEST(casus, is_not_opened_by_what_goes_on_in_one) {
    surroundings around;
    const auto supplement = around.accept(under_reference(
        submission_of(
            municipality,
            "3",
            R"(bericht { soort: BERICHT_SOORT_AANVULLING aan: "loket" tekst: "Hierbij" })"
        ),
        "nooit gezien"
    ));
    ASSERT_TRUE(supplement.has_error());
    EXPECT_EQ(supplement.error().code, "casus_onbekend");
}

TEST(casus, is_one_for_messages_that_arrive_together_under_a_new_reference) {
    surroundings around;
    std::optional<hub::model::decision<acceptance>> inner;
    around.store.before_append = [&around, &inner] {
        around.store.before_append = nullptr;
        inner = around.accept(
            under_reference(submission_of(municipality, "2", other_referral), "zaak 1")
        );
    };
    const auto outer =
        around.accept(under_reference(submission_of(municipality, "1", referral), "zaak 1"));
    ASSERT_TRUE(inner && inner->has_value());
    ASSERT_TRUE(outer.has_value()) << outer.error().code;
    EXPECT_EQ((*inner)->casus, outer->casus);
    EXPECT_EQ(around.store.admitted().size(), 2U);
}

TEST(casus, keeps_a_reference_to_one_casus) {
    surroundings around;
    const auto first =
        around.accept(under_reference(submission_of(municipality, "1", referral), "zaak 1"));
    const auto second = around.accept(submission_of(municipality, "2", other_referral));
    ASSERT_TRUE(first.has_value() && second.has_value());
    const auto clash = around.accept(in_casus(
        under_reference(submission_of(municipality, "3", referral), "zaak 1"), *second->casus
    ));
    ASSERT_TRUE(clash.has_error());
    EXPECT_EQ(clash.error().code, "casuskenmerk_al_gebruikt");
}

TEST(register_entry, is_changed_by_its_owner_only) {
    surroundings around;
    const auto added = around.accept(submission_of(
        municipality, "1", R"(registermutatie { kenmerk: "R" actie: REGISTER_ACTIE_TOEVOEGEN })"
    ));
    ASSERT_TRUE(added.has_value()) << added.error().code;
    EXPECT_EQ(added->entry, added->message);
    const auto change = "registermutatie { actie: REGISTER_ACTIE_WIJZIGEN vermelding_id: \"" +
                        added->message.to_string() + "\" }";
    const auto changed = around.accept(submission_of(municipality, "2", change));
    ASSERT_TRUE(changed.has_value()) << changed.error().code;
    EXPECT_EQ(changed->entry, added->message);
    EXPECT_EQ(around.store.admitted().back().key.value(), added->message.value());

    const auto of_another = around.accept(submission_of(executor, "1", change));
    ASSERT_TRUE(of_another.has_error());
    EXPECT_EQ(of_another.error().code, "vermelding_onbekend");
    // A casus or another message is no entry either.
    const auto referred = around.accept(submission_of(municipality, "3", referral));
    ASSERT_TRUE(referred.has_value());
    for (const auto& id : {referred->message.to_string(), referred->casus->to_string()}) {
        const auto wrong = around.accept(submission_of(
            municipality,
            "4",
            "registermutatie { actie: REGISTER_ACTIE_WIJZIGEN vermelding_id: \"" + id + "\" }"
        ));
        ASSERT_TRUE(wrong.has_error());
        EXPECT_EQ(wrong.error().code, "vermelding_onbekend");
    }
}

}  // namespace
