#include "hub/intake/intake_desk.hpp"

#include "tests/unit/hub/intake/quarantining.hpp"

#include <gtest/gtest.h>

namespace {

using namespace hub::intake;
using namespace tests::unit::admitting;
using hub::instruments::consumer::execution;
using hub::ports::errc;
using tests::support::await;

// What intake parked because no rule of its time had a destination for it.
class parked_by_intake : public quarantining {
protected:
    hub::model::message_id park() {
        auto given = submission_of(municipality, "oud-1", signal);
        given.form = decoder.form();
        const auto told = await(intake->accept(std::move(given)));
        EXPECT_EQ(told->parked_code, "geen_route");
        decoder.mended = true;
        return told->message;
    }

    void add_route() {
        auto next = *make_rules();
        hub::routing::rule rule;
        rule.name = "signaal";
        rule.types = {hub::model::message_type::signaal};
        rule.targets = {
            {.what = hub::routing::target::kind::fixed,
             .destination = hub::model::destination{hub::model::instrument::systeemleren}}};
        next.routes = hub::routing::table{{std::move(rule)}};
        intake->replace_rules(std::make_shared<const rules>(std::move(next)));
    }

    hub::model::state state_of(hub::model::message_id id) {
        return await(around.store.find(id))->overall;
    }

    static constexpr std::string_view signal = R"(signaal { omschrijving: "Botsing" })";
    intake_desk parked{
        {around.vault, around.store, around.clock, organisations, *intake, {{&decoder, nullptr}}}};
};

TEST_F(parked_by_intake, stays_parked_without_a_route) {
    const auto id = park();
    const auto done = await(parked.replay(id, execution::perform));
    ASSERT_TRUE(done);
    EXPECT_EQ(done->result, "geweigerd");
    EXPECT_EQ(done->why->code, "geen_route");
    EXPECT_EQ(around.store.admitted().size(), 1U);
    EXPECT_EQ(state_of(id), hub::model::state::geparkeerd);
}

TEST_F(parked_by_intake, goes_on_as_the_next_attempt_once_there_is_a_route) {
    const auto id = park();
    add_route();
    EXPECT_EQ(await(parked.replay(id, execution::rehearse))->result, "aangenomen");
    EXPECT_EQ(around.store.admitted().size(), 1U);
    const auto done = await(parked.replay(id, execution::perform));
    ASSERT_TRUE(done);
    ASSERT_EQ(done->result, "aangenomen") << done->why->code;
    const auto admitted = around.store.admitted();
    const auto& next = admitted.back();
    EXPECT_EQ(next.id, done->became);
    EXPECT_EQ(next.supersedes, id);
    EXPECT_EQ(next.attempt, 2U);
    EXPECT_EQ(next.destinations.size(), 1U);
    EXPECT_EQ(state_of(id), hub::model::state::afgesloten);
    EXPECT_EQ(await(parked.replay(id, execution::perform)).error(), errc::conflict);
}

TEST_F(parked_by_intake, ends_with_a_reason_that_its_sender_sees) {
    const auto id = park();
    using hub::instruments::consumer::ending;
    ASSERT_TRUE(await(parked.close(id, ending::teruggestuurd, "verkeerd_adres")));
    EXPECT_EQ(state_of(id), hub::model::state::teruggestuurd);
    EXPECT_EQ(await(around.store.history(id))->back().reason, "verkeerd_adres");
    EXPECT_EQ(await(parked.close(id, ending::afgesloten, "anders")).error(), errc::conflict);
}

TEST_F(parked_by_intake, only_what_intake_parked_is_for_this_desk) {
    const auto told = await(intake->accept(submission_of(municipality, "1", referral)));
    EXPECT_EQ(await(parked.replay(told->message, execution::perform)).error(), errc::conflict);
    EXPECT_EQ(await(parked.replay({}, execution::perform)).error(), errc::not_found);
}

}  // namespace
