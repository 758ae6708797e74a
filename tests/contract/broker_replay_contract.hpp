// What every broker must do when something is read again: poison, replay, many
// partitions. Part of broker_contract, and included beside it.
#pragma once

#include "tests/contract/broker_contract.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace tests::contract {

TEST_P(broker_contract, brings_a_poison_message_again_until_it_is_passed_and_holds_up_no_other) {
    const std::string poison{"\xFF\0 no envelope", 14};
    publish_numbers("k", 0, 1, stream::aanmelding);
    ASSERT_TRUE(publish({make_record("k", poison)}).front());
    publish_numbers("k", 1, 3, stream::aanmelding);
    const auto other = key_elsewhere();
    publish_numbers(other, 0, 3, stream::aanmelding);
    // Its handler fails each time: what was before it is kept, and every other key.
    for (auto attempt = 0; attempt < 3; ++attempt) {
        const auto from = subscribe("loket", positions);
        const auto got = read(*from, attempt == 0 ? 7 : 3);
        EXPECT_EQ(values_per_key(got)["k"].at(attempt == 0 ? 1 : 0), poison);
        for (const auto& one : got) {
            if (one.record->key == other || one.position.offset == 0) {
                positions.advance({one});
            }
        }
    }
    // Parked: its place is passed by the transaction that parks it.
    const auto partition = hub::ports::partition_of("k", harness->partitions());
    positions.set({stream::aanmelding, partition, 2});
    const auto from = subscribe("loket", positions);
    EXPECT_EQ(values_per_key(read(*from, 2))["k"], numbers(1, 3));
}

TEST_P(broker_contract, replays_from_where_the_position_is_put_back) {
    publish_numbers("k", 0, 10, stream::aanmelding);
    const auto partition = hub::ports::partition_of("k", harness->partitions());
    {
        const auto from = subscribe("loket", positions);
        positions.advance(read(*from, 10));
    }
    for (const auto back_to : {0, 4, 9}) {
        positions.set({stream::aanmelding, partition, back_to});
        const auto again = subscribe("loket", positions);
        const auto count = static_cast<std::size_t>(10 - back_to);
        EXPECT_EQ(values_per_key(read(*again, count))["k"], numbers(back_to, 10));
    }
    // At the end there is nothing but what comes.
    positions.set({stream::aanmelding, partition, 10});
    const auto from = subscribe("loket", positions);
    publish_numbers("k", 10, 11, stream::aanmelding);
    EXPECT_EQ(values_per_key(read(*from, 1))["k"], numbers(10, 11));
}

TEST_P(broker_contract, goes_on_in_each_of_many_partitions_where_that_one_was) {
    constexpr auto many_keys = 240;
    constexpr auto rounds = 5;
    constexpr auto all = static_cast<std::size_t>(many_keys * rounds);
    for (auto round = 0; round < rounds; ++round) {
        std::vector<hub::ports::shared_record> batch;
        for (auto key = 0; key < many_keys; ++key) {
            batch.push_back(make_record("k" + std::to_string(key), std::to_string(round)));
        }
        publish(std::move(batch));
    }
    constexpr std::size_t uneven = 331;
    std::vector<hub::ports::delivered> got;
    // Each time another consumer, which takes an uneven part, however it comes, and ends.
    while (got.size() < all) {
        const auto from = subscribe("loket", positions);
        for (const auto until = std::min(all, got.size() + uneven); got.size() < until;) {
            const auto part = support::await(from->next(until - got.size())).value();
            positions.advance(part);
            got.insert(got.end(), part.begin(), part.end());
        }
    }
    std::map<std::int32_t, std::int64_t> next;
    for (const auto& one : got) {
        EXPECT_EQ(one.position.offset, next[one.position.partition]++);
    }
    EXPECT_EQ(next.size(), static_cast<std::size_t>(harness->partitions()));
    const auto values = values_per_key(got);
    EXPECT_EQ(values.size(), static_cast<std::size_t>(many_keys));
    for (const auto& [key, numbered] : values) {
        EXPECT_EQ(numbered, numbers(0, rounds)) << key;
    }
}

}  // namespace tests::contract
