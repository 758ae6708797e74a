#include "tests/contract/embedded/durable_store.hpp"
#include "tests/support/await.hpp"
#include "tests/support/disk/faulty_disk.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <numeric>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

namespace tests::contract {
namespace {

using hub::ports::errc;
using support::disk::call;
using support::disk::error;
using support::disk::fault;
using support::disk::faulty_disk;
using support::disk::file_kind;
using support::disk::lasting;

constexpr std::uint32_t together = 8;

bool is_error(const hub::ports::result<void>& one) {
    return one.has_error() && (one.error() == errc::retry || one.error() == errc::unknown);
}

class failing_disk : public testing::TestWithParam<durable_store_case> {
protected:
    [[nodiscard]] static std::vector<std::uint32_t> numbers(std::uint32_t first) {
        std::vector<std::uint32_t> all(together);
        std::iota(all.begin(), all.end(), first);
        return all;
    }
    void expect_written(std::uint32_t first) {
        for (const auto& one : store->write(numbers(first))) {
            ASSERT_TRUE(one);
        }
    }

    // Waits for what the store does by itself.
    template <class Condition>
    static void wait_until(Condition condition) {
        const auto deadline = std::chrono::steady_clock::now() + support::await_deadline;
        while (!condition() && std::chrono::steady_clock::now() < deadline) {
            std::this_thread::yield();
        }
        ASSERT_TRUE(condition());
    }

    // Hands in again what was not taken until all of it is, as a sender would: what was taken is
    // the store's to keep.
    void hand_in_until_written(std::vector<std::uint32_t> given, durable_store::outcomes done) {
        wait_until([this, &given, &done] {
            std::vector<std::uint32_t> left;
            for (std::size_t at = 0; at < given.size(); ++at) {
                if (!done[at]) {
                    left.push_back(given[at]);
                }
            }
            given = std::move(left);
            done = store->write(given);
            return given.empty();
        });
    }

    void expect_each_once(std::uint32_t count) {
        const auto found = store->content();
        ASSERT_EQ(found.size(), count);
        for (const auto& [number, times] : found) {
            EXPECT_TRUE(times == 1 || store->takes_more_than_once()) << number;
        }
    }

    void cut_power() {
        disk->lose_power();
        store->close();
        disk->restore_power();
        store->open();
    }

    void fails_at_every_step(const fault& kind);
    void stops_and_goes_on(const fault& how);

    // Outlives the store, which closes its files on it.
    std::optional<faulty_disk> disk{std::in_place, 1};
    std::unique_ptr<durable_store> store = GetParam().make();
};

// A checkpoint whose sync fails ends writing until the next start: neither test has one.

// Once at each call of this kind that a commit makes.
void failing_disk::fails_at_every_step(const fault& kind) {
    store->checkpoint_never();
    store->open();
    expect_written(0);
    std::uint32_t first = together;
    std::uint64_t step = 0;
    for (bool failed = true; failed; ++step, first += together) {
        auto now = kind;
        now.after = step;
        const auto before = disk->failures();
        disk->fail(now);
        const auto done = store->write(numbers(first));
        failed = disk->failures() > before;
        disk->heal();
        for (const auto& one : done) {
            // Only the COMMIT writes: nobody can know.
            EXPECT_TRUE(failed ? one.error() == errc::unknown || one.has_value() : one.has_value())
                << "step " << step << ": " << one.error().message();
        }
        EXPECT_TRUE(!failed || std::any_of(done.begin(), done.end(), is_error)) << "step " << step;
        hand_in_until_written(numbers(first), done);
        EXPECT_TRUE(store->writable());
    }
    EXPECT_GE(step, 2U);
    expect_each_once(first);
    cut_power();
    expect_each_once(first);
}

void failing_disk::stops_and_goes_on(const fault& how) {
    store->checkpoint_never();
    store->open();
    expect_written(0);
    disk->fail(how);
    const auto first = store->write(numbers(together));
    EXPECT_TRUE(std::any_of(first.begin(), first.end(), [](const auto& one) {
        return one.error() == errc::unknown;
    }));
    EXPECT_TRUE(std::all_of(first.begin(), first.end(), is_error));
    for (int again = 0; again < 3; ++again) {
        const auto more = store->write(numbers(together));
        EXPECT_TRUE(std::all_of(more.begin(), more.end(), is_error));
        EXPECT_FALSE(store->writable() && GetParam().name != "keys");
    }
    disk->heal();
    wait_until([this] { return store->writable(); });
    hand_in_until_written(numbers(together), first);
    expect_each_once(2 * together);
    cut_power();
    expect_each_once(2 * together);
}

INSTANTIATE_TEST_SUITE_P(
    embedded,
    failing_disk,
    testing::ValuesIn(all_durable_stores()),
    durable_store_name
);

TEST_P(failing_disk, says_unknown_when_the_disk_is_full_at_any_write_of_a_commit) {
    fails_at_every_step({.error = error::full, .file = file_kind::wal});
}

TEST_P(failing_disk, says_unknown_when_any_write_of_a_commit_fails) {
    fails_at_every_step({.error = error::broken, .file = file_kind::wal});
}

TEST_P(failing_disk, says_unknown_when_the_sync_of_a_commit_fails) {
    fails_at_every_step({.call = call::sync, .file = file_kind::wal});
}

// A failed sync may have kept some of it, and what comes later must not rest on the rest.
TEST_P(failing_disk, builds_nothing_on_what_a_failed_sync_left) {
    store->open();
    std::uint32_t first = 0;
    for (int round = 0; round < 10; ++round) {
        disk->fail({.call = call::sync, .file = file_kind::wal});
        const auto done = store->write(numbers(first));
        for (const auto& one : done) {
            EXPECT_TRUE(one.has_value() || one.error() == errc::unknown);
        }
        hand_in_until_written(numbers(first), done);
        first += together;
        cut_power();
        expect_each_once(first);
    }
}

TEST_P(failing_disk, goes_on_while_checkpoints_fail) {
    store->open();
    std::uint32_t first = 0;
    for (const auto what : {call::write, call::sync}) {
        disk->fail({.call = what, .file = file_kind::database, .lasting = lasting::until_healed});
        // More than the WAL holds before a checkpoint.
        for (int round = 0; round < 20; ++round, first += together) {
            expect_written(first);
        }
        // The others checkpoint so rarely that it does not come to that here.
        EXPECT_TRUE(disk->failures() > 0 || GetParam().name != "messages");
        cut_power();
        expect_each_once(first);
        disk->heal();
        store->close();
        store->open();
        expect_each_once(first);
    }
}

// Linux tells of a failed sync once, and the next one succeeds without what was lost: nobody may
// take the message in the place of another, or the WAL begins again too early.
TEST_P(failing_disk, loses_nothing_when_one_sync_of_a_checkpoint_fails) {
    store->open();
    std::uint32_t first = 0;
    for (std::uint64_t step = 0; step < 6; ++step) {
        disk->fail({.call = call::sync, .file = file_kind::database, .after = step});
        for (int round = 0; round < 20; ++round, first += together) {
            expect_written(first);
        }
        disk->heal();
        cut_power();
        expect_each_once(first);
    }
}

TEST_P(failing_disk, stops_while_the_disk_stays_full_and_goes_on_by_itself) {
    stops_and_goes_on({.error = error::full, .file = {}, .lasting = lasting::until_healed});
}

TEST_P(failing_disk, stops_while_the_disk_stays_broken_and_goes_on_by_itself) {
    stops_and_goes_on({.call = call::sync, .file = {}, .lasting = lasting::until_healed});
}

TEST_P(failing_disk, stops_while_the_disk_is_read_only_and_goes_on_by_itself) {
    stops_and_goes_on({.error = error::read_only, .file = {}, .lasting = lasting::until_healed});
}

}  // namespace
}  // namespace tests::contract
