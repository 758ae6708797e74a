#include "hub/forwarder/reconciler.hpp"

#include "tests/support/await.hpp"
#include "tests/support/consumer_room.hpp"
#include "tests/support/fake_message_store.hpp"

#include <gtest/gtest.h>

namespace hub::forwarder {
namespace {

using tests::support::await;

class reconciler_test : public ::testing::Test {
protected:
    // A message that the store holds and that was published.
    model::message_id hand_in() {
        tests::support::handed_in what;
        what.casus = room_.new_casus();
        what.destinations = {model::destination{model::instrument::loket}};
        what.content.mutable_bericht()->set_tekst("een");
        room_.commit(what);
        auto message = room_.writer.sent().back();
        message.casus->opens = true;
        const auto id = message.id;
        await(store_.append(std::move(message))).value();
        const auto waiting = await(store_.next_outgoing(store_.published_up_to(), 10)).value();
        std::vector<ports::published> done;
        for (const auto& one : waiting) {
            done.push_back({one.sequence, {}});
        }
        await(store_.mark_published(std::move(done), {})).value();
        return id;
    }

    std::size_t on_broker() { return room_.broker.contents(model::stream::bericht).size(); }

    static reconciler_options options() {
        reconciler_options values;
        values.batch_records = 2;
        return values;
    }

    tests::support::consumer_room room_;
    tests::support::fake_message_store store_{room_.environment, room_.seal, room_.clock};
    reconciler tested_{{store_, room_.broker, room_.clock, room_.waiter}, options()};
};

TEST_F(reconciler_test, leaves_alone_what_is_within_its_term) {
    hand_in();
    EXPECT_EQ(await(tested_.sweep()), 0U);
    EXPECT_EQ(on_broker(), 0U);
}

TEST_F(reconciler_test, publishes_again_what_got_no_outcome_within_its_term) {
    for (int i = 0; i < 5; ++i) {
        hand_in();
    }
    room_.clock.advance(std::chrono::seconds{901});
    EXPECT_EQ(await(tested_.sweep()), 5U);
    EXPECT_EQ(on_broker(), 5U);
    EXPECT_EQ(tested_.republished(), 5U);
}

TEST_F(reconciler_test, leaves_alone_what_is_final) {
    const auto id = hand_in();
    store_.set_state(id, model::state::verwerkt);
    room_.clock.advance(std::chrono::seconds{901});
    EXPECT_EQ(await(tested_.sweep()), 0U);
}

TEST_F(reconciler_test, waits_for_the_next_sweep_when_the_broker_fails) {
    hand_in();
    room_.clock.advance(std::chrono::seconds{901});
    room_.broker.fail_publishing(ports::errc::retry, 1);
    EXPECT_EQ(await(tested_.sweep()), 0U);
    EXPECT_EQ(await(tested_.sweep()), 1U);
}

TEST_F(reconciler_test, sweeps_at_each_interval_until_it_is_closed) {
    hand_in();
    room_.waiter.on_wait = [&](std::size_t waits) {
        if (waits == 4) {
            tested_.close();
        }
    };
    await(tested_.run());
    // Once it is older than its term, once more at each interval.
    EXPECT_EQ(on_broker(), 2U);
}

}  // namespace
}  // namespace hub::forwarder
