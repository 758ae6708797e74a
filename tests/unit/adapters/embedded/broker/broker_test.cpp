#include "adapters/embedded/broker/broker.hpp"

#include "adapters/embedded/sqlite/connection.hpp"
#include "hub/ports/partitioner.hpp"
#include "tests/support/await.hpp"
#include "tests/support/chosen_fault.hpp"
#include "tests/support/fake_broker.hpp"
#include "tests/support/fake_clock.hpp"
#include "tests/support/killed_child.hpp"
#include "tests/support/temporary_directory.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <thread>
#include <vector>

namespace {

using namespace adapters::embedded::broker;
using adapters::embedded::sqlite::commit_fault;
using hub::model::stream;
using hub::ports::delivered;
using hub::ports::errc;
using hub::ports::record;
using tests::support::await;

struct embedded_broker_test : testing::Test {
    tests::support::temporary_directory directory;
    tests::support::fake_clock clock;
    tests::support::chosen_fault faults;
    broker_options options;
    std::unique_ptr<embedded_broker> broker;
    tests::support::fake_positions positions;

    void open() {
        options.path = directory.path() / "broker.db";
        options.faults = &faults;
        broker.reset();
        broker = create_broker(options, clock);
    }

    std::vector<hub::ports::result<hub::ports::position>>
    publish(const std::string& value, stream where = stream::aanmelding) {
        std::vector<hub::ports::shared_record> batch;
        batch.emplace_back(record{where, "k", value, {}});
        return await(broker->publish(std::move(batch))).value();
    }

    std::vector<std::string> read(hub::ports::subscriber& from, std::size_t count) {
        std::vector<std::string> values;
        while (values.size() < count) {
            for (const auto& one : await(from.next(count)).value()) {
                values.push_back(one.record->value);
            }
        }
        return values;
    }

    // Reads so many and confirms what was read.
    void follow(const std::string& group, stream where, std::size_t count) {
        tests::support::fake_positions own;
        const auto from = broker->subscribe({group, {where}}, own);
        std::ignore = read(*from, count);
        from->confirm({{where, partition(), static_cast<std::int64_t>(count)}});
    }

    static std::int32_t partition() { return hub::ports::partition_of("k", 12); }

    std::size_t trim() { return await(broker->trim(clock.now())).value(); }
};

TEST_F(embedded_broker_test, catches_up_from_the_file_and_goes_on_in_memory) {
    options.tail_bytes = 10'000;
    open();
    constexpr auto count = 200;
    for (auto number = 0; number < count; ++number) {
        publish(std::to_string(number) + std::string(1000, ' '));
    }
    const auto from = broker->subscribe({"loket", {stream::aanmelding}}, positions);
    auto values = read(*from, count);
    publish(std::to_string(count));
    for (auto& value : read(*from, 1)) {
        values.push_back(std::move(value));
    }
    for (std::size_t number = 0; number < values.size(); ++number) {
        EXPECT_EQ(std::stoul(values[number]), number);
    }
}

TEST_F(embedded_broker_test, finds_any_position_after_a_restart) {
    open();
    for (auto number = 0; number < 50; ++number) {
        publish(std::to_string(number));
    }
    open();
    for (auto number = 0; number <= 49; ++number) {
        positions.set({stream::aanmelding, partition(), number});
        const auto from = broker->subscribe({"loket", {stream::aanmelding}}, positions);
        EXPECT_EQ(read(*from, 1).front(), std::to_string(number));
    }
}

TEST_F(embedded_broker_test, refuses_another_number_of_partitions) {
    open();
    options.partitions = 6;
    EXPECT_THROW(open(), adapters::embedded::sqlite::start_failure);
}

TEST_F(embedded_broker_test, trims_what_is_old_and_confirmed_by_every_group) {
    open();
    for (auto number = 0; number < 4; ++number) {
        publish(std::to_string(number));
    }
    clock.advance(std::chrono::hours{1});
    publish("4");
    EXPECT_EQ(trim(), 0U) << "nobody has read it";
    follow("loket", stream::aanmelding, 5);
    follow("systeemleren", stream::aanmelding, 3);
    EXPECT_EQ(trim(), 3U) << "the slower group has read three";
    EXPECT_EQ(trim(), 0U);
    follow("systeemleren", stream::aanmelding, 0);
}

TEST_F(embedded_broker_test, remembers_groups_that_are_away) {
    open();
    publish("0");
    publish("1");
    follow("systeemleren", stream::aanmelding, 0);
    std::ignore = await(broker->subscribe({"loket", {stream::aanmelding}}, positions)->next(10));
    clock.advance(std::chrono::hours{1});
    open();
    follow("systeemleren", stream::aanmelding, 2);
    EXPECT_EQ(trim(), 0U) << "the loket has confirmed nothing";
}

TEST_F(embedded_broker_test, keeps_the_newest_batch_and_all_of_the_register) {
    open();
    for (auto number = 0; number < 3; ++number) {
        publish(std::to_string(number));
        publish(std::to_string(number), stream::register_);
    }
    clock.advance(std::chrono::hours{1});
    follow("register", stream::register_, 3);
    follow("loket", stream::aanmelding, 3);
    EXPECT_EQ(trim(), 2U);
    open();
    EXPECT_EQ(publish("3")[0]->offset, 3);
    positions.set({stream::aanmelding, partition(), 2});
    EXPECT_EQ(
        read(*broker->subscribe({"loket", {stream::aanmelding}}, positions), 2),
        (std::vector<std::string>{"2", "3"})
    );
    tests::support::fake_positions fresh;
    EXPECT_EQ(read(*broker->subscribe({"nieuw", {stream::register_}}, fresh), 3).size(), 3U);
}

TEST_F(embedded_broker_test, says_retry_when_it_fails_before_the_commit) {
    open();
    publish("0");
    faults.before_commit = true;
    EXPECT_EQ(publish("verloren")[0].error(), errc::retry);
    faults.before_commit = false;
    EXPECT_EQ(publish("1")[0]->offset, 1);
    EXPECT_EQ(
        read(*broker->subscribe({"loket", {stream::aanmelding}}, positions), 2),
        (std::vector<std::string>{"0", "1"})
    );
}

TEST_F(embedded_broker_test, says_unknown_when_the_commit_fails_and_believes_the_file) {
    open();
    publish("0");
    for (const auto fault : {commit_fault::lost, commit_fault::kept}) {
        faults.commit = fault;
        EXPECT_EQ(
            publish(fault == commit_fault::kept ? "bewaard" : "weg")[0].error(), errc::unknown
        );
        faults.commit = commit_fault::none;
    }
    EXPECT_EQ(publish("1")[0]->offset, 2);
    EXPECT_EQ(
        read(*broker->subscribe({"loket", {stream::aanmelding}}, positions), 3),
        (std::vector<std::string>{"0", "bewaard", "1"})
    );
}

TEST_F(embedded_broker_test, is_not_writable_until_the_file_opens_again) {
    open();
    publish("0");
    faults.reopen = true;
    faults.commit = commit_fault::lost;
    EXPECT_EQ(publish("weg")[0].error(), errc::unknown);
    EXPECT_FALSE(broker->writable());
    faults.commit = commit_fault::none;
    EXPECT_EQ(publish("weg")[0].error(), errc::retry);
    faults.reopen = false;
    EXPECT_EQ(publish("1")[0]->offset, 1);
    EXPECT_TRUE(broker->writable());
}

TEST_F(embedded_broker_test, holds_all_that_it_said_was_published_after_a_kill) {
    const auto last = tests::support::last_before_kill(20, [this](const auto& durable) {
        open();
        for (std::uint32_t number = 0;; ++number) {
            if (publish(std::to_string(number))[0]) {
                durable(number);
            }
        }
    });
    open();
    const auto values =
        read(*broker->subscribe({"loket", {stream::aanmelding}}, positions), last + 1);
    for (std::size_t number = 0; number < values.size(); ++number) {
        EXPECT_EQ(values[number], std::to_string(number));
    }
    EXPECT_GT(publish("verder")[0]->offset, last);
}

TEST_F(embedded_broker_test, gives_each_of_many_publishers_its_own_places) {
    open();
    std::vector<std::thread> threads;
    for (auto thread = 0; thread < 4; ++thread) {
        threads.emplace_back([this] {
            for (auto number = 0; number < 25; ++number) {
                EXPECT_TRUE(publish(std::to_string(number))[0]);
            }
        });
    }
    const auto from = broker->subscribe({"loket", {stream::aanmelding}}, positions);
    std::vector<std::int64_t> seen;
    while (seen.size() < 100) {
        for (const auto& one : await(from->next(7)).value()) {
            seen.push_back(one.position.offset);
        }
    }
    for (auto& thread : threads) {
        thread.join();
    }
    for (std::size_t at = 0; at < seen.size(); ++at) {
        EXPECT_EQ(seen[at], static_cast<std::int64_t>(at));
    }
}

}  // namespace
