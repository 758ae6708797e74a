// What every broker must do: included once by the test of each implementation, which instantiates
// the suite with its own harness.
#pragma once

#include "hub/ports/broker.hpp"
#include "hub/ports/partitioner.hpp"
#include "tests/support/await.hpp"
#include "tests/support/fake_broker.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace tests::contract {

// One broker with the handles that the suite needs. Largest record: 1 MiB.
class broker_harness {
public:
    virtual ~broker_harness() = default;
    [[nodiscard]] virtual hub::ports::broker& broker() = 0;
    // The partition count of every stream.
    [[nodiscard]] virtual std::int32_t partitions() const = 0;
    // Whether this one can be made to forget; a mock of a broker may not.
    [[nodiscard]] virtual bool can_forget() const { return true; }
    // Makes the log forget what lies before, at least as far as asked for.
    virtual void drop_before(const hub::ports::position& first) = 0;
    // Ends the broker and opens it again on what is durable; a fake stays as it is.
    virtual void reopen() = 0;
};

struct broker_case {
    std::string name;
    std::function<std::unique_ptr<broker_harness>()> make;
};

inline std::string name_of(const testing::TestParamInfo<broker_case>& info) {
    return info.param.name;
}

class broker_contract : public testing::TestWithParam<broker_case> {
protected:
    using stream = hub::model::stream;

    static constexpr std::size_t plenty = 10'000;

    [[nodiscard]] static hub::ports::record
    make_record(std::string key, std::string value, stream where = stream::aanmelding) {
        return {where, std::move(key), std::move(value), {{"ce_type", "proef"}}};
    }

    std::vector<hub::ports::result<hub::ports::position>> publish(
        std::vector<hub::ports::shared_record> batch
    ) {
        return support::await(harness->broker().publish(std::move(batch))).value();
    }

    void publish_numbers(const std::string& key, int from, int until, stream where) {
        std::vector<hub::ports::shared_record> batch;
        for (auto number = from; number < until; ++number) {
            batch.push_back(make_record(key, std::to_string(number), where));
        }
        for (const auto& outcome : publish(std::move(batch))) {
            ASSERT_TRUE(outcome);
        }
    }

    [[nodiscard]] std::unique_ptr<hub::ports::subscriber>
    subscribe(std::string group, support::fake_positions& kept) {
        return harness->broker().subscribe({std::move(group), {stream::aanmelding}}, kept);
    }

    // Reads until so many records were seen.
    static std::vector<hub::ports::delivered>
    read(hub::ports::subscriber& from, std::size_t count, std::size_t limit = plenty) {
        std::vector<hub::ports::delivered> all;
        while (all.size() < count) {
            auto some = support::await(from.next(limit)).value();
            EXPECT_LE(some.size(), limit);
            EXPECT_FALSE(some.empty());
            std::move(some.begin(), some.end(), std::back_inserter(all));
        }
        EXPECT_EQ(all.size(), count);
        return all;
    }

    static std::map<std::string, std::vector<std::string>> values_per_key(
        const std::vector<hub::ports::delivered>& all
    ) {
        std::map<std::string, std::vector<std::string>> values;
        for (const auto& one : all) {
            values[one.record->key].push_back(one.record->value);
        }
        return values;
    }

    [[nodiscard]] static std::vector<std::string> numbers(int from, int until) {
        std::vector<std::string> all;
        for (auto number = from; number < until; ++number) {
            all.push_back(std::to_string(number));
        }
        return all;
    }

    // A key whose records lie in another partition than those of "k".
    [[nodiscard]] std::string key_elsewhere() const {
        const auto taken = hub::ports::partition_of("k", harness->partitions());
        std::string key = "ander";
        while (hub::ports::partition_of(key, harness->partitions()) == taken) {
            key += '+';
        }
        return key;
    }

    std::unique_ptr<broker_harness> harness = GetParam().make();
    support::fake_positions positions;
};

TEST_P(broker_contract, delivers_what_was_published_as_it_was) {
    auto sent = make_record("sleutel", std::string{"waarde\0met nul", 14});
    sent.headers = {{"ce_id", "1"}, {"ce_id", "2"}, {"leeg", ""}};
    const auto outcome = publish({sent});
    ASSERT_EQ(outcome.size(), 1U);
    ASSERT_TRUE(outcome[0]);

    const auto from = subscribe("loket", positions);
    const auto got = read(*from, 1);
    EXPECT_EQ(got[0].record->stream, sent.stream);
    EXPECT_EQ(got[0].record->key, sent.key);
    EXPECT_EQ(got[0].record->value, sent.value);
    EXPECT_EQ(got[0].record->headers, sent.headers);
    EXPECT_EQ(got[0].position, *outcome[0]);
}

TEST_P(broker_contract, keeps_order_per_key) {
    for (auto round = 0; round < 3; ++round) {
        std::vector<hub::ports::shared_record> batch;
        for (auto number = 0; number < 10; ++number) {
            for (auto key = 0; key < 20; ++key) {
                batch.push_back(
                    make_record("k" + std::to_string(key), std::to_string(10 * round + number))
                );
            }
        }
        publish(std::move(batch));
    }
    const auto from = subscribe("loket", positions);
    for (const auto& [key, values] : values_per_key(read(*from, 600, 37))) {
        EXPECT_EQ(values, numbers(0, 30)) << key;
    }
}

TEST_P(broker_contract, puts_a_key_where_javas_default_partitioner_puts_it) {
    for (const auto* key : {"21", "foobar", "0188f4c2-7b1a-7def-8abc-0123456789ab"}) {
        const auto expected = hub::ports::partition_of(key, harness->partitions());
        for (const auto& outcome : publish({make_record(key, "a"), make_record(key, "b")})) {
            ASSERT_TRUE(outcome);
            EXPECT_EQ(outcome->partition, expected);
        }
    }
}

TEST_P(broker_contract, counts_offsets_per_partition_from_zero_without_gaps) {
    const auto first = publish({make_record("k", "a"), make_record("k", "b")});
    const auto second = publish({make_record("k", "c")});
    EXPECT_EQ(first[0]->offset, 0);
    EXPECT_EQ(first[1]->offset, 1);
    EXPECT_EQ(second[0]->offset, 2);
    const auto other = publish({make_record("k", "d", stream::signaal)});
    EXPECT_EQ(other[0]->offset, 0);
}

TEST_P(broker_contract, begins_where_the_consumer_says) {
    publish_numbers("k", 0, 10, stream::aanmelding);
    const auto partition = hub::ports::partition_of("k", harness->partitions());
    positions.set({stream::aanmelding, partition, 7});
    const auto from = subscribe("loket", positions);
    EXPECT_EQ(values_per_key(read(*from, 3))["k"], numbers(7, 10));
}

TEST_P(broker_contract, delivers_again_what_the_consumer_did_not_keep) {
    publish_numbers("k", 0, 10, stream::aanmelding);
    {
        const auto from = subscribe("loket", positions);
        positions.advance(read(*from, 4, 4));
        std::ignore = read(*from, 6);
    }
    const auto again = subscribe("loket", positions);
    EXPECT_EQ(values_per_key(read(*again, 6))["k"], numbers(4, 10));
}

TEST_P(broker_contract, lets_two_groups_read_on_their_own) {
    publish_numbers("k", 0, 10, stream::aanmelding);
    support::fake_positions others;
    const auto loket = subscribe("loket", positions);
    EXPECT_EQ(read(*loket, 10).size(), 10U);
    const auto other = subscribe("systeemleren", others);
    EXPECT_EQ(values_per_key(read(*other, 10))["k"], numbers(0, 10));
}

TEST_P(broker_contract, lets_one_group_read_two_streams) {
    const auto from =
        harness->broker().subscribe({"loket", {stream::aanmelding, stream::bericht}}, positions);
    publish_numbers("a", 0, 5, stream::aanmelding);
    publish_numbers("b", 0, 5, stream::bericht);
    publish_numbers("s", 0, 5, stream::signaal);
    auto values = values_per_key(read(*from, 10));
    EXPECT_EQ(values["a"], numbers(0, 5));
    EXPECT_EQ(values["b"], numbers(0, 5));
    EXPECT_EQ(values.size(), 2U);
}

TEST_P(broker_contract, returns_no_more_than_the_limit) {
    publish_numbers("k", 0, 10, stream::aanmelding);
    const auto from = subscribe("loket", positions);
    EXPECT_EQ(support::await(from->next(3)).value().size(), 3U);
    EXPECT_EQ(values_per_key(read(*from, 7, 3))["k"], numbers(3, 10));
}

inline boost::asio::awaitable<void> read_into(
    hub::ports::subscriber& from,
    hub::ports::result<std::vector<hub::ports::delivered>>& got
) {
    got = co_await from.next(10);
}

// Lets both run on one context until they end.
inline void run_together(boost::asio::awaitable<void> first, boost::asio::awaitable<void> second) {
    boost::asio::io_context context{1};
    auto ended = 0;
    for (auto* one : {&first, &second}) {
        boost::asio::co_spawn(context, std::move(*one), [&](std::exception_ptr error) {
            EXPECT_FALSE(error);
            ++ended;
        });
    }
    context.run_for(support::await_deadline);
    EXPECT_EQ(ended, 2);
}

inline boost::asio::awaitable<void>
publish_one(hub::ports::broker& broker, hub::ports::record one) {
    std::vector<hub::ports::shared_record> batch;
    batch.push_back(std::move(one));
    const auto outcome = co_await broker.publish(std::move(batch));
    EXPECT_TRUE(outcome);
}

inline boost::asio::awaitable<void> close_it(hub::ports::subscriber& one) {
    one.close();
    co_return;
}

TEST_P(broker_contract, wakes_a_waiting_consumer) {
    const auto from = subscribe("loket", positions);
    hub::ports::result<std::vector<hub::ports::delivered>> got{hub::ports::errc::retry};
    run_together(read_into(*from, got), publish_one(harness->broker(), make_record("k", "0")));
    ASSERT_TRUE(got);
    EXPECT_EQ(values_per_key(*got)["k"], numbers(0, 1));
}

TEST_P(broker_contract, ends_a_waiting_consumer_when_it_is_closed) {
    const auto from = subscribe("loket", positions);
    hub::ports::result<std::vector<hub::ports::delivered>> got{hub::ports::errc::retry};
    run_together(read_into(*from, got), close_it(*from));
    EXPECT_EQ(got.error(), hub::ports::errc::closed);
    EXPECT_EQ(support::await(from->next(1)).error(), hub::ports::errc::closed);
}

TEST_P(broker_contract, refuses_only_the_record_that_is_too_large) {
    const auto outcomes = publish(
        {make_record("k", "0"), make_record("k", std::string(2 << 20, 'x')), make_record("k", "1")}
    );
    ASSERT_EQ(outcomes.size(), 3U);
    EXPECT_TRUE(outcomes[0]);
    EXPECT_EQ(outcomes[1].error(), hub::ports::errc::too_large);
    EXPECT_TRUE(outcomes[2]);
    const auto from = subscribe("loket", positions);
    EXPECT_EQ(values_per_key(read(*from, 2))["k"], numbers(0, 2));
}

TEST_P(broker_contract, publishes_an_empty_batch) {
    EXPECT_TRUE(publish({}).empty());
}

TEST_P(broker_contract, never_guesses_a_position_behind_the_end) {
    publish_numbers("k", 0, 3, stream::aanmelding);
    const auto partition = hub::ports::partition_of("k", harness->partitions());
    positions.set({stream::aanmelding, partition, 4});
    const auto from = subscribe("loket", positions);
    EXPECT_EQ(support::await(from->next(10)).error(), hub::ports::errc::position_lost);
    // An operator's word: it begins at the oldest there is, and keeps that.
    const auto moved = support::await(from->resume());
    ASSERT_TRUE(moved);
    EXPECT_EQ(*moved, (std::vector{hub::ports::position{stream::aanmelding, partition, 0}}));
    EXPECT_EQ(values_per_key(read(*from, 3))["k"], numbers(0, 3));
    EXPECT_EQ(support::await(positions.next_offset(stream::aanmelding, partition)).value(), 0);
}

TEST_P(broker_contract, never_guesses_a_position_that_the_log_forgot) {
    if (!harness->can_forget()) {
        GTEST_SKIP() << "this implementation keeps everything";
    }
    publish_numbers("k", 0, 3, stream::aanmelding);
    publish_numbers("k", 3, 6, stream::aanmelding);
    const auto partition = hub::ports::partition_of("k", harness->partitions());
    harness->drop_before({stream::aanmelding, partition, 3});

    positions.set({stream::aanmelding, partition, 1});
    EXPECT_EQ(
        support::await(subscribe("loket", positions)->next(10)).error(),
        hub::ports::errc::position_lost
    );
    support::fake_positions never_read;
    EXPECT_EQ(
        support::await(subscribe("nieuw", never_read)->next(10)).error(),
        hub::ports::errc::position_lost
    );
    positions.set({stream::aanmelding, partition, 3});
    EXPECT_EQ(values_per_key(read(*subscribe("loket", positions), 3))["k"], numbers(3, 6));
}

TEST_P(broker_contract, tells_how_far_behind_a_group_is) {
    publish_numbers("k", 0, 10, stream::aanmelding);
    const auto partition = hub::ports::partition_of("k", harness->partitions());
    const auto from = subscribe("loket", positions);
    std::ignore = read(*from, 10);
    from->confirm({{stream::aanmelding, partition, 6}});

    const auto lags = harness->broker().lags();
    const auto one = std::find_if(lags.begin(), lags.end(), [&](const auto& lag) {
        return lag.group == "loket" && lag.position.stream == stream::aanmelding &&
               lag.position.partition == partition;
    });
    ASSERT_NE(one, lags.end());
    EXPECT_EQ(one->position.offset, 6);
    EXPECT_EQ(one->end, 10);
}

TEST_P(broker_contract, keeps_everything_over_a_restart) {
    publish_numbers("k", 0, 10, stream::aanmelding);
    publish_numbers("k", 10, 20, stream::aanmelding);
    harness->reopen();
    publish_numbers("k", 20, 30, stream::aanmelding);
    const auto from = subscribe("loket", positions);
    const auto got = read(*from, 30, 7);
    EXPECT_EQ(values_per_key(got)["k"], numbers(0, 30));
    for (std::size_t at = 0; at < got.size(); ++at) {
        EXPECT_EQ(got[at].position.offset, static_cast<std::int64_t>(at));
    }
}

}  // namespace tests::contract
