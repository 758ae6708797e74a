#include "tests/unit/hub/instruments/consumer/counting_instrument.hpp"

#include <gtest/gtest.h>

namespace hub::instruments::consumer {
namespace {

class runner_test : public runner_fixture {};

TEST_F(runner_test, handles_each_message_and_tells_its_sender) {
    const auto casus = room.new_casus();
    const auto id = room.send(bericht(casus, "een"));
    run();
    EXPECT_EQ(diary(casus), "een ");
    EXPECT_EQ(room.statuses(book), (std::vector<std::string>{"loket verwerkt"}));
    const auto sent = book.sent().front();
    EXPECT_EQ(sent.refers_to, id);
    EXPECT_EQ(sent.submission.id, id.to_string() + "/status/loket/verwerkt");
    EXPECT_EQ(sent.destinations.front().name(), tests::support::test_oin(1).text());
    EXPECT_EQ(room.open(sent).statusbericht().inzending(), id.to_string());
}

TEST_F(runner_test, sends_statuses_that_verify_themselves) {
    room.send(bericht(room.new_casus(), "een"));
    run();
    const auto records = room.take_outbox(book);
    ASSERT_EQ(records.size(), 1U);
    const auto envelope = vault::read_envelope(records.front().value);
    ASSERT_TRUE(envelope);
    const auto verdict = room.verifier.verify(*envelope);
    EXPECT_FALSE(verdict.fault);
    EXPECT_EQ(verdict.leaf.log.log_id, "loket");
}

TEST_F(runner_test, logs_every_processing) {
    room.send(bericht(room.new_casus(), "een"));
    run();
    ASSERT_EQ(book.processing().size(), 1U);
    const auto entry = book.processing().front();
    EXPECT_EQ(entry.name, "loket.tellen");
    EXPECT_EQ(entry.trace_id.size(), 32U);
    EXPECT_TRUE(entry.activity_id.ends_with("/loket/tellen"));
}

TEST_F(runner_test, passes_over_what_is_for_others) {
    auto other = bericht(room.new_casus(), "een");
    other.destinations = {model::destination{tests::support::test_oin(2)}};
    room.send(other);
    run();
    EXPECT_TRUE(book.sent().empty());
    EXPECT_TRUE(room.all_read(book, streams));
}

TEST_F(runner_test, keeps_order_within_a_casus_over_streams) {
    const auto casus = room.new_casus();
    room.commit(bericht(casus, "een", model::stream::aanmelding));
    room.commit(bericht(casus, "twee"));
    auto records = room.take_outbox(room.writer);
    room.publish(records[1]);
    run();
    EXPECT_EQ(diary(casus), "");
    EXPECT_EQ(watcher.holds, 1U);
    EXPECT_EQ(room.count(book, "wachtend"), 1U);
    room.publish(records[0]);
    run();
    EXPECT_EQ(diary(casus), "een twee ");
    EXPECT_EQ(room.count(book, "wachtend"), 0U);
}

TEST_F(runner_test, puts_in_order_what_came_in_one_batch) {
    const auto casus = room.new_casus();
    room.commit(bericht(casus, "een", model::stream::aanmelding));
    room.commit(bericht(casus, "twee"));
    room.commit(bericht(casus, "drie"));
    auto records = room.take_outbox(room.writer);
    room.publish(records[2]);
    room.publish(records[1]);
    room.publish(records[0]);
    run();
    EXPECT_EQ(diary(casus), "een twee drie ");
    EXPECT_EQ(room.count(book, "wachtend"), 0U);
}

TEST_F(runner_test, goes_on_with_all_that_waited_once_the_first_comes) {
    const auto casus = room.new_casus();
    for (const auto* text : {"1", "2", "3", "4", "5"}) {
        room.commit(bericht(casus, text));
    }
    auto records = room.take_outbox(room.writer);
    for (const auto i : {4U, 2U, 1U, 3U}) {
        room.publish(records[i]);
        run();
    }
    EXPECT_EQ(room.count(book, "wachtend"), 4U);
    room.publish(records[0]);
    run();
    EXPECT_EQ(diary(casus), "1 2 3 4 5 ");
    EXPECT_EQ(room.count(book, "wachtend"), 0U);
    EXPECT_EQ(room.statuses(book).size(), 5U);
}

TEST_F(runner_test, has_each_effect_once_however_often_a_message_comes) {
    const auto casus = room.new_casus();
    room.commit(bericht(casus, "een"));
    room.commit(bericht(casus, "twee"));
    const auto records = room.take_outbox(room.writer);
    for (int i = 0; i < 3; ++i) {
        room.publish(records[0]);
        room.publish(records[1]);
        room.publish(records[1]);
        run();
    }
    EXPECT_EQ(diary(casus), "een twee ");
    EXPECT_EQ(room.statuses(book).size(), 2U);
}

TEST_F(runner_test, parks_a_poison_message_alone) {
    counter.poison = {"gif"};
    const auto sick = room.new_casus();
    const auto healthy = room.new_casus();
    room.send(bericht(sick, "een"));
    room.send(bericht(sick, "gif"));
    room.send(bericht(sick, "drie"));
    room.send(bericht(healthy, "een"));
    room.send(bericht(healthy, "twee"));
    run();
    EXPECT_EQ(diary(sick), "een ");
    EXPECT_EQ(diary(healthy), "een twee ");
    EXPECT_EQ(room.count(book, "geparkeerd"), 1U);
    EXPECT_EQ(room.count(book, "wachtend"), 1U);
    EXPECT_EQ(watcher.parkings, (std::vector<std::string>{"onverwerkbaar"}));
    const auto statuses = room.statuses(book);
    EXPECT_EQ(std::count(statuses.begin(), statuses.end(), "loket geparkeerd onverwerkbaar"), 1);
}

TEST_F(runner_test, keeps_later_messages_waiting_behind_a_parked_one) {
    counter.poison = {"gif"};
    const auto casus = room.new_casus();
    room.send(bericht(casus, "gif"));
    run();
    room.send(bericht(casus, "twee"));
    run();
    room.send(bericht(casus, "drie"));
    run();
    EXPECT_EQ(diary(casus), "");
    EXPECT_EQ(room.count(book, "wachtend"), 2U);
}

TEST_F(runner_test, does_not_park_a_parked_message_twice) {
    counter.poison = {"gif"};
    room.commit(bericht(room.new_casus(), "gif"));
    const auto records = room.take_outbox(room.writer);
    room.publish(records[0]);
    run();
    room.publish(records[0]);
    run();
    EXPECT_EQ(room.count(book, "geparkeerd"), 1U);
    EXPECT_EQ(watcher.parkings.size(), 1U);
}

TEST_F(runner_test, parks_bytes_that_are_no_envelope) {
    room.publish({model::stream::bericht, "sleutel", "geen envelop", {}});
    const auto casus = room.new_casus();
    room.send(bericht(casus, "een"));
    run();
    EXPECT_EQ(watcher.parkings, (std::vector<std::string>{"onleesbaar"}));
    EXPECT_EQ(diary(casus), "een ");
}

// Changes one thing in an envelope as somebody with access to the broker could.
template <class Change>
ports::record tampered(const ports::record& record, Change change) {
    pmm::v1::Envelope envelope;
    EXPECT_TRUE(envelope.ParseFromString(record.value));
    change(envelope);
    auto result = record;
    result.value = envelope.SerializeAsString();
    return result;
}

TEST_F(runner_test, never_acts_on_what_is_not_authentic) {
    const auto casus = room.new_casus();
    room.commit(bericht(casus, "een"));
    const auto records = room.take_outbox(room.writer);
    room.publish(tampered(records[0], [](auto& envelope) {
        envelope.set_owner_oin(tests::support::test_oin(7).to_string());
    }));
    run();
    EXPECT_EQ(diary(casus), "");
    EXPECT_EQ(watcher.faults.size(), 1U);
    EXPECT_EQ(room.count(book, "geparkeerd"), 1U);
    EXPECT_TRUE(book.sent().empty());
}

TEST_F(runner_test, handles_the_true_message_after_a_forged_one) {
    const auto casus = room.new_casus();
    room.commit(bericht(casus, "een"));
    const auto records = room.take_outbox(room.writer);
    room.publish(tampered(records[0], [](auto& envelope) {
        envelope.set_certificate_oin(tests::support::test_oin(7).to_string());
    }));
    room.publish(tampered(records[0], [](auto& envelope) {
        auto& sealed = *envelope.mutable_canonical()->mutable_ciphertext();
        sealed[0] = static_cast<char>(sealed[0] ^ 1);
    }));
    room.publish(records[0]);
    run();
    EXPECT_EQ(diary(casus), "een ");
    EXPECT_EQ(watcher.faults.size(), 2U);
    EXPECT_EQ(room.count(book, "geparkeerd"), 2U);
}

TEST_F(runner_test, refuses_content_of_another_message) {
    const auto casus = room.new_casus();
    room.commit(bericht(casus, "een"));
    room.commit(bericht(casus, "twee"));
    const auto records = room.take_outbox(room.writer);
    pmm::v1::Envelope second;
    ASSERT_TRUE(second.ParseFromString(records[1].value));
    room.publish(tampered(records[0], [&](auto& envelope) {
        *envelope.mutable_canonical() = second.canonical();
    }));
    run();
    EXPECT_EQ(watcher.faults, (std::vector<std::string>{"zegel_past_niet"}));
    EXPECT_EQ(diary(casus), "");
}

TEST_F(runner_test, parks_what_has_no_key_any_more) {
    const auto casus = room.new_casus();
    room.commit(bericht(casus, "een"));
    tests::support::await(room.vault.destroy_key(model::key_id{casus.value()})).value();
    room.forward(room.writer);
    const auto healthy = room.new_casus();
    room.send(bericht(healthy, "een"));
    run();
    EXPECT_EQ(watcher.parkings, (std::vector<std::string>{"gewist"}));
    EXPECT_EQ(diary(healthy), "een ");
}

TEST_F(runner_test, commits_a_whole_batch_at_once) {
    for (int i = 0; i < 50; ++i) {
        room.send(bericht(room.new_casus(), "een"));
    }
    run();
    const auto batches = tests::support::await(book.read(1, 1'000, ports::leaves::without)).value();
    EXPECT_EQ(batches.size(), 1U);
    EXPECT_EQ(book.sent().size(), 50U);
}

}  // namespace
}  // namespace hub::instruments::consumer
