// Somebody who can write to topics and to the file of keys swaps what is sealed: each is a security
// event, parked with its reason, and neither the true message nor another suffers by it.
#include "schemas/pmm/v1/envelope.pb.h"
#include "tests/support/await.hpp"
#include "tests/unit/hub/instruments/consumer/counting_instrument.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <ostream>
#include <string>
#include <vector>

namespace hub::instruments::consumer {
namespace {

using pmm::v1::Envelope;
using strings = std::vector<std::string>;

struct swap_row {
    const char* name;
    // What is done to the first of two envelopes.
    std::function<void(Envelope&, const Envelope&)> swap;
    // Of a message in the same casus, or in another.
    bool same_casus;
    const char* code;
};

void PrintTo(const swap_row& row, std::ostream* out) {
    *out << row.name;
}

class swapped_envelope : public runner_fixture, public testing::WithParamInterface<swap_row> {};

TEST_P(swapped_envelope, is_refused_and_the_true_one_handled) {
    const auto casus = room.new_casus();
    const auto other = GetParam().same_casus ? casus : room.new_casus();
    const auto healthy = room.new_casus();
    room.commit(bericht(casus, "een"));
    room.commit(bericht(other, "twee"));
    const auto records = room.take_outbox(room.writer);
    Envelope first;
    Envelope second;
    ASSERT_TRUE(first.ParseFromString(records[0].value));
    ASSERT_TRUE(second.ParseFromString(records[1].value));
    GetParam().swap(first, second);
    auto forged = records[0];
    forged.value = first.SerializeAsString();
    room.publish(forged);
    room.send(bericht(healthy, "gezond"));
    run();
    EXPECT_EQ(watcher.faults, strings{GetParam().code});
    EXPECT_EQ(watcher.parkings, strings{GetParam().code});
    const auto parked = tests::support::await(book.scan("geparkeerd", 0, 10)).value();
    ASSERT_EQ(parked.size(), 1U);
    EXPECT_EQ(
        parked[0].id.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789.-"), std::string::npos
    ) << "operators name it in a path: "
      << parked[0].id;
    EXPECT_EQ(diary(casus), "");
    EXPECT_EQ(diary(healthy), "gezond ");
    room.publish(records[0]);
    room.publish(records[1]);
    run();
    EXPECT_EQ(diary(casus), GetParam().same_casus ? "een twee " : "een ");
    EXPECT_EQ(watcher.faults.size(), 1U);
}

void take_ciphertext(Envelope& first, const Envelope& second) {
    first.mutable_canonical()->set_ciphertext(second.canonical().ciphertext());
}

INSTANTIATE_TEST_SUITE_P(
    table,
    swapped_envelope,
    testing::Values(
        swap_row{"ciphertext_of_another_message", take_ciphertext, true, "zegel_past_niet"},
        swap_row{"ciphertext_of_another_casus", take_ciphertext, false, "zegel_past_niet"},
        swap_row{
            "sealed_part_of_another_message",
            [](auto& first, const auto& second) {
                *first.mutable_canonical() = second.canonical();
            },
            true,
            "zegel_past_niet"},
        swap_row{
            "sealed_part_and_key_of_another_casus",
            [](auto& first, const auto& second) {
                *first.mutable_canonical() = second.canonical();
                first.set_key_id(second.key_id());
            },
            false,
            "zegel_past_niet"},
        swap_row{
            "key_of_another_casus",
            [](auto& first, const auto& second) { first.set_key_id(second.key_id()); },
            false,
            "zegel_past_niet"},
        swap_row{
            "key_that_is_none",
            [](auto& first, const auto&) { first.mutable_key_id()->back() ^= 1; },
            true,
            "sleutel_onbekend"},
        swap_row{
            "casus_of_another",
            [](auto& first, const auto& second) { first.set_casus_id(second.casus_id()); },
            false,
            "blad_wijkt_af"},
        swap_row{
            "message_id_of_another",
            [](auto& first, const auto& second) { first.set_message_id(second.message_id()); },
            true,
            "blad_wijkt_af"},
        swap_row{
            "proof_of_another",
            [](auto& first, const auto& second) { *first.mutable_proof() = second.proof(); },
            true,
            "blad_wijkt_af"},
        swap_row{
            "head_of_another",
            [](auto& first, const auto& second) { first.set_head(second.head()); },
            true,
            "niet_in_boom"},
        swap_row{
            "another_environment",
            [](auto& first, const auto&) { first.set_environment("productie"); },
            true,
            "andere_omgeving"},
        swap_row{
            "another_sequence",
            [](auto& first, const auto&) { first.mutable_destinations(0)->set_sequence(9); },
            true,
            "blad_wijkt_af"},
        swap_row{
            "another_key_version",
            [](auto& first, const auto&) { first.mutable_canonical()->set_key_version(2); },
            true,
            "zegel_past_niet"},
        swap_row{
            "one_bit",
            [](auto& first, const auto&) {
                first.mutable_canonical()->mutable_ciphertext()->front() ^= 1;
            },
            true,
            "zegel_past_niet"}
    ),
    [](const auto& row) { return std::string{row.param.name}; }
);

// The keys' file after a restart: nothing of it is in memory any more.
class swapped_key : public runner_fixture {
protected:
    swapped_key() {
        room.commit(bericht(casus, "een"));
        sent = room.take_outbox(room.writer).front();
        room.publish(sent);
        room.send(bericht(healthy, "gezond"));
    }

    [[nodiscard]] static model::key_id key_of(const model::casus_id& one) {
        return model::key_id{one.value()};
    }

    [[nodiscard]] ports::wrapped_key wrapped(const model::casus_id& one) {
        return tests::support::await(room.case_keys.find(key_of(one))).value();
    }

    void run_after_restart() {
        vault::vault restarted{room.environment, room.root_keys, room.case_keys, room.clock};
        run_on(book, restarted);
    }

    void expect_refused(const char* code) {
        EXPECT_EQ(watcher.faults, strings{code});
        EXPECT_EQ(room.count(book, "geparkeerd"), 1U);
        EXPECT_EQ(diary(casus), "");
        EXPECT_EQ(diary(healthy), "gezond ");
    }

    const model::casus_id casus = room.new_casus();
    const model::casus_id healthy = room.new_casus();
    const ports::wrapped_key good = wrapped(casus);
    ports::record sent;
};

TEST_F(swapped_key, of_another_casus_is_refused) {
    auto bad = wrapped(healthy);
    bad.id = good.id;
    room.case_keys.replace(good.id, bad);
    run_after_restart();
    expect_refused("sleutel_niet_authentiek");
}

TEST_F(swapped_key, of_another_root_key_version_is_refused) {
    room.root_keys.set_version(2);
    auto bad = good;
    bad.key_encryption_version = 2;
    room.case_keys.replace(good.id, bad);
    run_after_restart();
    expect_refused("sleutel_niet_authentiek");
}

TEST_F(swapped_key, of_a_root_key_version_that_is_not_there_is_refused) {
    auto bad = good;
    bad.key_encryption_version = 7;
    room.case_keys.replace(good.id, bad);
    run_after_restart();
    expect_refused("sleutel_niet_authentiek");
}

TEST_F(swapped_key, that_is_put_back_lets_the_message_go_on_once) {
    auto bad = good;
    bad.wrapped.back() ^= 1;
    room.case_keys.replace(good.id, bad);
    run_after_restart();
    expect_refused("sleutel_niet_authentiek");
    room.publish(sent);
    run_after_restart();
    EXPECT_EQ(watcher.faults.size(), 2U);
    EXPECT_EQ(room.count(book, "geparkeerd"), 1U) << "the same fault of the same message is one";
    room.case_keys.replace(good.id, good);
    room.publish(sent);
    room.publish(sent);
    run_after_restart();
    EXPECT_EQ(diary(casus), "een ");
}

TEST_F(swapped_key, delays_what_waits_and_nothing_more) {
    run();
    room.commit(bericht(casus, "twee"));
    const auto second = room.take_outbox(room.writer).front();
    room.commit(bericht(casus, "drie"));
    room.forward(room.writer);
    run();
    EXPECT_EQ(watcher.holds, 1U);
    auto bad = good;
    bad.wrapped.back() ^= 1;
    room.case_keys.replace(good.id, bad);
    room.publish(second);
    run_after_restart();
    EXPECT_EQ(diary(casus), "een ");
    room.case_keys.replace(good.id, good);
    room.publish(second);
    run_after_restart();
    EXPECT_EQ(diary(casus), "een twee drie ");
}

}  // namespace
}  // namespace hub::instruments::consumer
