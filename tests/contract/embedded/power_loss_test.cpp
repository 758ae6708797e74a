#include "adapters/embedded/sqlite/connection.hpp"
#include "tests/contract/embedded/durable_store.hpp"
#include "tests/support/disk/faulty_disk.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <iostream>
#include <optional>
#include <random>
#include <set>

namespace tests::contract {
namespace {

namespace sqlite = adapters::embedded::sqlite;
using support::disk::faulty_disk;
using support::disk::syncing;

constexpr int rounds = 20;
constexpr std::uint32_t together = 8;
// Writes and syncs until the power fails: sometimes while the store opens, sometimes far into the
// second time that the WAL begins again.
constexpr std::uint64_t most_changes = 150;

std::uint64_t pick_seed() {
    const auto* const asked = std::getenv("PMM_SEED");
    const auto seed = asked != nullptr ? std::strtoull(asked, nullptr, 10) : std::random_device{}();
    std::cout << "seed " << seed << "\n";
    return seed;
}

class power_loss : public testing::TestWithParam<durable_store_case> {
protected:
    // One life of the store: it writes until the power fails. Whether it came so far as to open.
    void live_until_power_fails() {
        disk->lose_power_after(luck() % most_changes);
        try {
            if (!is_open_) {
                store->open();
                is_open_ = true;
            }
            while (disk->has_power()) {
                write_some();
            }
        } catch (const sqlite::start_failure&) {
            // The power failed while it opened.
        }
        store->close();
        is_open_ = false;
        disk->restore_power();
    }

    void write_some() {
        std::vector<std::uint32_t> numbers{unsure.begin(), unsure.end()};
        unsure.clear();
        while (numbers.size() < together) {
            numbers.push_back(next_number++);
        }
        const auto done = store->write(numbers);
        for (std::size_t at = 0; at < numbers.size(); ++at) {
            if (!done[at]) {
                unsure.insert(numbers[at]);
                repeated.insert(numbers[at]);
            } else if (!acknowledged.insert(numbers[at]).second) {
                repeated.insert(numbers[at]);
            }
        }
    }

    // What was acknowledged and is not there, or is there more often than it may.
    [[nodiscard]] std::set<std::uint32_t> wrong() {
        if (!is_open_) {
            store->open();
            is_open_ = true;
        }
        const auto found = store->content();
        std::set<std::uint32_t> all;
        for (const auto number : acknowledged) {
            if (!found.contains(number)) {
                all.insert(number);
            }
        }
        for (const auto& [number, times] : found) {
            const bool may_repeat = store->takes_more_than_once() && repeated.contains(number);
            if (times > 1 && !may_repeat) {
                all.insert(number);
            }
        }
        return all;
    }

    // Half of the lives begin with a clean end, which empties the WAL.
    void sometimes_close() {
        if (luck() % 2 == 0) {
            store->close();
            is_open_ = false;
        }
    }

    const std::uint64_t seed = pick_seed();
    std::mt19937_64 luck{seed};
    // Outlives the store, which closes its files on it.
    std::optional<faulty_disk> disk;
    std::unique_ptr<durable_store> store = GetParam().make();
    std::set<std::uint32_t> acknowledged;
    std::set<std::uint32_t> unsure;
    std::set<std::uint32_t> repeated;
    std::uint32_t next_number = 0;

private:
    bool is_open_ = false;
};

INSTANTIATE_TEST_SUITE_P(
    embedded,
    power_loss,
    testing::ValuesIn(all_durable_stores()),
    durable_store_name
);

TEST_P(power_loss, loses_nothing_that_was_acknowledged) {
    disk.emplace(luck());
    for (int round = 0; round < rounds; ++round) {
        live_until_power_fails();
        ASSERT_EQ(wrong(), std::set<std::uint32_t>{}) << "seed " << seed << ", round " << round;
        sometimes_close();
    }
    EXPECT_GT(acknowledged.size(), std::size_t{rounds});
}

// The other test proves nothing unless it fails without syncs.
TEST_P(power_loss, would_lose_messages_without_syncs) {
    disk.emplace(luck(), syncing::off);
    bool lost = false;
    for (int round = 0; round < rounds && !lost; ++round) {
        live_until_power_fails();
        try {
            lost = !wrong().empty();
        } catch (const not_whole&) {
            lost = true;
        } catch (const sqlite::start_failure&) {
            lost = true;
        }
    }
    EXPECT_TRUE(lost) << "seed " << seed;
    EXPECT_EQ(disk->syncs(), 0U);
}

}  // namespace
}  // namespace tests::contract
