#include "hub/intake/settling.hpp"

#include "hub/instruments/consumer/sealer.hpp"
#include "tests/support/await.hpp"
#include "tests/support/consumer_room.hpp"
#include "tests/support/fake_message_store.hpp"
#include "tests/support/finite_subscriber.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

namespace hub::intake {
namespace {

namespace consumer = instruments::consumer;
using model::state;
using ports::errc;
using tests::support::await;
using tests::support::test_oin;
using words = std::vector<std::string>;

class recording_events final : public consumer::events {
public:
    void not_authentic(
        std::string_view,
        const ports::position&,
        std::optional<model::message_id> claimed,
        std::string_view fault
    ) override {
        faults.emplace_back(fault);
        claims.push_back(claimed);
    }
    void parked(std::string_view, std::string_view, std::string_view) override {}
    void held(std::string_view, model::message_id) override {}
    void failing(std::string_view, const boost::system::error_code&, std::uint32_t) override {
        ++failures;
    }
    void stopped(std::string_view, const boost::system::error_code&) override {
        ++stops;
        if (on_stopped) {
            on_stopped();
        }
    }
    void resumed(std::string_view) override { ++resumptions; }

    words faults;
    std::vector<std::optional<model::message_id>> claims;
    std::size_t failures = 0;
    std::size_t stops = 0;
    std::size_t resumptions = 0;
    std::function<void()> on_stopped;
};

class settling_test : public ::testing::Test {
protected:
    // A writer of statuses: an instrument, or delivery.
    struct speaker {
        speaker(tests::support::consumer_room& room, std::string name)
            : book{{room.environment, std::move(name)}, room.seal, room.clock} {}
        tests::support::fake_book book;
    };

    // Handed in by organisation 1 to the loket and organisation 2, and stored.
    model::message_id hand_in() {
        tests::support::handed_in what;
        what.casus = room.new_casus();
        what.destinations = {
            model::destination{model::instrument::loket}, model::destination{test_oin(2)}};
        what.content.mutable_bericht()->set_tekst("een");
        const auto id = room.commit(what);
        auto message = room.writer.sent().back();
        message.casus->opens = true;
        casus_key = message.key;
        await(store.append(message)).value();
        return id;
    }

    // Commits a status to the speaker's book and forwards it.
    void say(
        speaker& by,
        const model::message_id& about,
        const std::string& destination,
        state what,
        pmm::v1::CasusStatus casus_status = pmm::v1::CASUS_STATUS_UNSPECIFIED
    ) {
        commit(by, about, destination, what, casus_status);
        room.forward(by.book);
    }

    void commit(
        speaker& by,
        const model::message_id& about,
        const std::string& destination,
        state what,
        pmm::v1::CasusStatus casus_status = pmm::v1::CASUS_STATUS_UNSPECIFIED
    ) {
        const consumer::cause why{about, test_oin(1), {}, {}};
        const auto draft = consumer::status_draft(
            {destination, what, {}, {}, casus_status}, why, room.clock.now()
        );
        const auto key = await(room.vault.find_key(casus_key)).value();
        const consumer::sealer seals{room.vault, {test_oin(900), {}}};
        ports::book_transaction transaction;
        transaction.outgoing.push_back(seals.seal(draft, key, why, room.clock.now()));
        await(by.book.commit(std::move(transaction))).value();
    }

    // Settles from a fresh start until everything is read or it gives up.
    void run() { run_with(room.vault); }

    void run_with(vault::vault& vault) {
        tests::support::fake_waiter waiter{room.clock};
        tests::support::finite_subscriber subscriber{
            room.broker.subscribe({"intake", {model::stream::status}}, store),
            [this] { return all_read(); }};
        settling settles{
            {subscriber, store, vault, room.verifier, room.clock, waiter, watcher},
            {.batch_limit = batch_limit, .pace = {}, .retry = {}}};
        waiter.on_wait = [&](std::size_t waits) {
            if (on_wait) {
                on_wait(waits);
            }
            if (waits >= give_up_after_waits) {
                settles.close();
            }
        };
        await(settles.run());
    }

    [[nodiscard]] bool all_read() {
        for (const auto& one : room.broker.contents(model::stream::status)) {
            const auto next =
                await(store.next_offset(model::stream::status, one.position.partition)).value();
            if (next.value_or(0) <= one.position.offset) {
                return false;
            }
        }
        return true;
    }

    // What destinations said, in order: "loket verwerkt aangemeld".
    [[nodiscard]] words history(const model::message_id& id) {
        words result;
        for (const auto& one : await(store.history(id)).value()) {
            if (one.destination.empty()) {
                continue;
            }
            auto text = one.destination + ' ' + std::string{model::to_string(one.state)};
            if (!one.casus_status.empty()) {
                text += ' ' + one.casus_status;
            }
            result.push_back(std::move(text));
        }
        return result;
    }

    static inline const std::string organisation = test_oin(2).to_string();

    std::size_t batch_limit = 256;
    std::size_t give_up_after_waits = 100;
    std::function<void(std::size_t)> on_wait;
    tests::support::consumer_room room;
    tests::support::fake_message_store store{room.environment, room.seal, room.clock};
    speaker loket{room, "loket"};
    speaker let{room, "let"};
    speaker delivery{room, "delivery"};
    model::key_id casus_key;
    recording_events watcher;
};

TEST_F(settling_test, settles_what_an_instrument_says_of_itself) {
    const auto id = hand_in();
    say(loket, id, "loket", state::verwerkt, pmm::v1::CASUS_STATUS_AANGEMELD);
    run();
    EXPECT_EQ(history(id), (words{"loket verwerkt aangemeld"}));
    EXPECT_TRUE(watcher.faults.empty());
}

TEST_F(settling_test, settles_what_delivery_says_of_organisations) {
    const auto id = hand_in();
    for (const auto what : {state::klaargezet, state::opgehaald, state::verwerkt}) {
        say(delivery, id, organisation, what);
    }
    run();
    EXPECT_EQ(
        history(id),
        (words{
            organisation + " klaargezet", organisation + " opgehaald", organisation + " verwerkt"})
    );
}

TEST_F(settling_test, lets_nobody_speak_for_another) {
    const auto id = hand_in();
    say(let, id, "loket", state::verwerkt);
    say(delivery, id, "loket", state::verwerkt);
    say(loket, id, organisation, state::verwerkt);
    say(loket, id, "niemand", state::verwerkt);
    run();
    EXPECT_TRUE(history(id).empty());
    EXPECT_EQ(watcher.faults, (words(4, "spreekt_voor_ander")));
    EXPECT_TRUE(all_read());
}

TEST_F(settling_test, lets_no_destination_say_what_is_intakes_own_or_an_erasures) {
    const auto id = hand_in();
    for (const auto what : {state::ontvangen, state::doorgezet, state::gewist}) {
        say(loket, id, "loket", what);
    }
    run();
    EXPECT_TRUE(history(id).empty());
    EXPECT_EQ(watcher.faults.size(), 3U);
}

TEST_F(settling_test, skips_what_is_not_authentic_and_goes_on) {
    const auto id = hand_in();
    commit(loket, id, "loket", state::geweigerd);
    auto record = room.take_outbox(loket.book).front();
    pmm::v1::Envelope envelope;
    ASSERT_TRUE(envelope.ParseFromString(record.value));
    envelope.set_owner_oin(test_oin(3).to_string());
    record.value = envelope.SerializeAsString();
    room.publish(record);
    record.value = "geen envelop";
    room.publish(record);
    say(loket, id, "loket", state::verwerkt);
    run();
    EXPECT_EQ(history(id), (words{"loket verwerkt"}));
    EXPECT_EQ(watcher.faults, (words{"blad_wijkt_af", "onleesbaar"}));
    EXPECT_EQ(watcher.claims.front(), model::message_id::from_bytes(envelope.message_id()));
    EXPECT_FALSE(watcher.claims.back());
}

TEST_F(settling_test, sees_content_that_is_not_what_the_leaf_holds) {
    const auto id = hand_in();
    commit(loket, id, "loket", state::geweigerd);
    auto record = room.take_outbox(loket.book).front();
    pmm::v1::Envelope envelope;
    ASSERT_TRUE(envelope.ParseFromString(record.value));
    envelope.mutable_canonical()->mutable_ciphertext()->at(0) ^= 1;
    record.value = envelope.SerializeAsString();
    room.publish(record);
    run();
    EXPECT_TRUE(history(id).empty());
    EXPECT_EQ(watcher.faults, (words{"zegel_past_niet"}));
}

TEST_F(settling_test, hears_nothing_where_the_key_was_erased) {
    const auto id = hand_in();
    say(loket, id, "loket", state::verwerkt);
    await(room.vault.destroy_key(casus_key)).value();
    run();
    EXPECT_TRUE(history(id).empty());
    EXPECT_TRUE(watcher.faults.empty());
    EXPECT_TRUE(all_read());
}

TEST_F(settling_test, passes_over_messages_that_are_not_in_this_store) {
    hand_in();
    say(loket, room.vault.mint_message_id(), "loket", state::verwerkt);
    run();
    EXPECT_TRUE(watcher.faults.empty());
    EXPECT_TRUE(all_read());
}

TEST_F(settling_test, tries_again_while_keys_do_not_answer) {
    const auto id = hand_in();
    say(loket, id, "loket", state::verwerkt);
    vault::vault forgetful{room.environment, room.root_keys, room.case_keys, room.clock};
    room.case_keys.fail(errc::retry);
    on_wait = [this](std::size_t waits) {
        if (waits == 3) {
            room.case_keys.work();
        }
    };
    run_with(forgetful);
    EXPECT_EQ(history(id), (words{"loket verwerkt"}));
    EXPECT_EQ(watcher.failures, 3U);
}

TEST_F(settling_test, says_a_security_event_once_however_often_it_tries) {
    const auto id = hand_in();
    say(let, id, "loket", state::verwerkt);
    store.fail_call(0, errc::retry);
    run();
    EXPECT_EQ(watcher.failures, 1U);
    EXPECT_EQ(watcher.faults.size(), 1U);
}

TEST_F(settling_test, settles_once_when_the_answer_was_lost) {
    const auto id = hand_in();
    say(loket, id, "loket", state::verwerkt);
    store.lose_next_answer();
    run();
    EXPECT_EQ(history(id), (words{"loket verwerkt"}));
    EXPECT_EQ(watcher.failures, 1U);
}

TEST_F(settling_test, goes_on_after_a_restart_where_the_store_stands) {
    const auto id = hand_in();
    batch_limit = 1;
    say(delivery, id, organisation, state::klaargezet);
    say(delivery, id, organisation, state::opgehaald);
    say(delivery, id, organisation, state::verwerkt);
    // The second batch fails until it gives up.
    store.fail_call(1, errc::retry);
    give_up_after_waits = 1;
    run();
    EXPECT_EQ(history(id), (words{organisation + " klaargezet"}));
    give_up_after_waits = 100;
    run();
    EXPECT_EQ(history(id).size(), 3U);
    const auto calls = store.calls();
    run();
    EXPECT_EQ(store.calls(), calls);
}

TEST_F(settling_test, stops_when_its_position_is_lost) {
    const auto id = hand_in();
    say(loket, id, "loket", state::verwerkt);
    const auto where = room.broker.contents(model::stream::status).front().position;
    await(store.settle({}, {{where.stream, where.partition, where.offset + 10}})).value();
    say(loket, id, "loket", state::verwerkt);
    tests::support::fake_waiter waiter{room.clock};
    const auto subscriber = room.broker.subscribe({"intake", {model::stream::status}}, store);
    settling settles{
        {*subscriber, store, room.vault, room.verifier, room.clock, waiter, watcher}, {}};
    watcher.on_stopped = [&settles] { settles.close(); };
    await(settles.run());
    EXPECT_EQ(watcher.stops, 1U);
}

}  // namespace
}  // namespace hub::intake
