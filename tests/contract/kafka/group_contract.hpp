// Reading as a member of a group, on brokers of any kind: partitions that change hands, handlers
// that are slow.
#pragma once

#include "adapters/kafka/cluster.hpp"
#include "tests/support/await.hpp"
#include "tests/support/fake_broker.hpp"
#include "tests/support/kafka/mock_cluster.hpp"

#include <boost/asio/steady_timer.hpp>
#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <memory>
#include <string>

namespace tests::contract {

using hub::model::stream;
using std::chrono::milliseconds;
using tests::support::await;
using tests::support::kafka::let_pass;

// Brokers of one kind, with topics of their own for each test.
class group_room {
public:
    virtual ~group_room() = default;
    [[nodiscard]] virtual adapters::kafka::cluster_options options() const = 0;
};

struct group_case {
    std::string name;
    std::function<std::unique_ptr<group_room>()> make;
};

inline std::string group_name_of(const testing::TestParamInfo<group_case>& info) {
    return info.param.name;
}

class kafka_group : public testing::TestWithParam<group_case> {
protected:
    static constexpr int keys = 24;

    std::unique_ptr<adapters::kafka::kafka_cluster> open(std::size_t waiting_records = 4'096) {
        auto options = room->options();
        options.poll_time = milliseconds{6'000};
        options.waiting_records = waiting_records;
        auto made = adapters::kafka::create_cluster(std::move(options));
        tests::support::kafka::await_usable(*made);
        return made;
    }

    static void publish(adapters::kafka::kafka_cluster& to, int from, int until) {
        std::vector<hub::ports::shared_record> batch;
        for (auto number = from; number < until; ++number) {
            for (auto key = 0; key < keys; ++key) {
                batch.emplace_back(hub::ports::record{
                    stream::aanmelding, "k" + std::to_string(key), std::to_string(number), {}});
            }
        }
        const auto all = await(to.as("loket").publish(std::move(batch)));
        for (const auto& one : all.value()) {
            ASSERT_TRUE(one);
        }
    }

    std::unique_ptr<hub::ports::subscriber> member(adapters::kafka::kafka_cluster& of) {
        return of.as("loket").subscribe({"loket", {stream::aanmelding}}, positions);
    }

    // The book: effect and position together.
    void handle(const std::vector<hub::ports::delivered>& some) {
        for (const auto& one : some) {
            handled[one.record->key].push_back(std::stoi(one.record->value));
        }
        positions.advance(some);
    }

    [[nodiscard]] std::size_t count() const {
        std::size_t all = 0;
        for (const auto& [key, values] : handled) {
            all += values.size();
        }
        return all;
    }

    void expect_each_once_and_in_order(int until) const {
        ASSERT_EQ(handled.size(), static_cast<std::size_t>(keys));
        for (const auto& [key, values] : handled) {
            ASSERT_EQ(values.size(), static_cast<std::size_t>(until)) << key;
            for (auto number = 0; number < until; ++number) {
                EXPECT_EQ(values[static_cast<std::size_t>(number)], number) << key;
            }
        }
    }

    std::unique_ptr<group_room> room = GetParam().make();
    // Both members keep their positions in the same book.
    tests::support::fake_positions positions;
    std::map<std::string, std::vector<int>> handled;
};

inline boost::asio::awaitable<bool> read_until_closed(
    hub::ports::subscriber& from,
    std::function<void(const std::vector<hub::ports::delivered>&)> handle
) {
    for (;;) {
        auto some = co_await from.next(50);
        if (!some) {
            co_return some.error() == hub::ports::errc::closed;
        }
        handle(*some);
        std::vector<hub::ports::position> next;
        for (const auto& one : *some) {
            next.push_back({one.position.stream, one.position.partition, one.position.offset + 1});
        }
        from.confirm(next);
    }
}

TEST_P(kafka_group, hands_over_in_the_middle_of_work_without_repeating_or_losing) {
    const auto first = open();
    const auto second = open();
    publish(*first, 0, 40);
    auto one = member(*first);
    auto in_hand = await(one->next(50)).value();
    // A second member comes while the first still works on what it has.
    auto other = member(*second);
    await(let_pass(milliseconds{1'000}));
    handle(in_hand);
    boost::asio::io_context context{1};
    auto ended = 0;
    for (auto* each : {one.get(), other.get()}) {
        boost::asio::co_spawn(
            context,
            read_until_closed(*each, [this](const auto& some) { handle(some); }),
            [&ended](std::exception_ptr error, bool closed) {
                EXPECT_FALSE(error);
                EXPECT_TRUE(closed);
                ++ended;
            }
        );
    }
    boost::asio::steady_timer watch{context};
    const std::function<void()> look = [&] {
        if (count() >= 40U * keys) {
            one->close();
            other->close();
            return;
        }
        watch.expires_after(milliseconds{20});
        watch.async_wait([&](auto) { look(); });
    };
    look();
    context.run_for(tests::support::await_deadline);
    ASSERT_EQ(ended, 2);
    expect_each_once_and_in_order(40);
}

TEST_P(kafka_group, a_handler_slower_than_the_poll_interval_stays_a_member) {
    const auto cluster = open();
    publish(*cluster, 0, 10);
    const auto one = member(*cluster);
    handle(await(one->next(50)).value());
    await(let_pass(milliseconds{8'000}));
    while (count() < 10U * keys) {
        handle(await(one->next(50)).value());
    }
    expect_each_once_and_in_order(10);
}

TEST_P(kafka_group, pauses_for_a_handler_that_does_not_keep_up_and_goes_on) {
    const auto cluster = open(64);
    publish(*cluster, 0, 100);
    const auto one = member(*cluster);
    while (count() < 100U * keys) {
        handle(await(one->next(20)).value());
        if (count() % 500 < 20) {
            await(let_pass(milliseconds{50}));
        }
    }
    expect_each_once_and_in_order(100);
}

TEST_P(kafka_group, what_was_not_kept_comes_again_to_the_next_member) {
    const auto cluster = open();
    publish(*cluster, 0, 10);
    {
        const auto one = member(*cluster);
        handle(await(one->next(50)).value());
        // Handed out, but the handler's transaction never happened.
        std::ignore = await(one->next(50)).value();
    }
    const auto next = member(*cluster);
    while (count() < 10U * keys) {
        handle(await(next->next(50)).value());
    }
    expect_each_once_and_in_order(10);
}

}  // namespace tests::contract
