// What becomes of records when the cluster answers with errors, goes away, or is not the right one.
#include "adapters/kafka/cluster.hpp"
#include "hub/ports/partitioner.hpp"
#include "tests/support/await.hpp"
#include "tests/support/fake_broker.hpp"
#include "tests/support/kafka/mock_cluster.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <future>
#include <optional>

namespace {

using namespace std::chrono_literals;
using hub::model::stream;
using hub::ports::errc;
using tests::support::await;
using tests::support::kafka::let_pass;
using tests::support::kafka::mock_cluster;
using tests::support::kafka::produce_error;
using outcomes = std::vector<hub::ports::result<hub::ports::position>>;

hub::ports::record record_of(std::string key, std::string value) {
    return {stream::aanmelding, std::move(key), std::move(value), {}};
}

std::vector<hub::ports::shared_record> numbered(int from, int until) {
    std::vector<hub::ports::shared_record> batch;
    for (auto number = from; number < until; ++number) {
        batch.push_back(record_of("k" + std::to_string(number % 7), std::to_string(number)));
    }
    return batch;
}

class kafka_mock_failure : public testing::Test {
protected:
    void open(adapters::kafka::cluster_options options) {
        cluster = adapters::kafka::create_cluster(std::move(options));
    }
    void open_usable(adapters::kafka::cluster_options options) {
        open(std::move(options));
        tests::support::kafka::await_usable(*cluster);
    }
    outcomes publish(std::vector<hub::ports::shared_record> batch) {
        return await(cluster->as("loket").publish(std::move(batch))).value();
    }
    // Until the broker takes it, as the forwarder does.
    void publish_for_ever(const std::vector<hub::ports::shared_record>& batch) {
        for (auto attempt = 0; attempt < 60; ++attempt) {
            const auto all = publish(batch);
            if (std::all_of(all.begin(), all.end(), [](const auto& one) {
                    return one.has_value();
                })) {
                return;
            }
            await(let_pass(100ms));
        }
        FAIL() << "never published";
    }

    mock_cluster mock;
    std::unique_ptr<adapters::kafka::kafka_cluster> cluster;
};

// A broker refuses that to whoever may write no topic, and each refusal would cost a client.
TEST_F(kafka_mock_failure, a_role_that_only_reads_asks_for_no_right_to_produce) {
    mock.refuse_producers(1000);
    auto options = mock.options();
    options.principals = {{"lezer", {}}};
    open_usable(std::move(options));
    EXPECT_EQ(cluster->healths().front().last_words, "");
}

struct injected {
    produce_error error;
    // Nothing: the library's own retries absorb it.
    std::optional<errc> outcome;
};

TEST_F(kafka_mock_failure, each_error_of_the_broker_has_its_answer) {
    open_usable(mock.options());
    const std::vector<injected> table{
        {produce_error::timed_out, std::nullopt},
        {produce_error::too_few_replicas, std::nullopt},
        {produce_error::too_few_replicas_after_append, std::nullopt},
        {produce_error::leader_changed, std::nullopt},
        {produce_error::unknown_topic, std::nullopt},
        {produce_error::not_authorised, errc::retry},
        {produce_error::too_large, errc::too_large},
        {produce_error::invalid_record, errc::refused},
    };
    for (const auto& one : table) {
        mock.fail_produce(one.error, 1);
        const auto outcome = publish({record_of("k", "v")}).at(0);
        const auto number = static_cast<int>(one.error);
        if (one.outcome) {
            EXPECT_EQ(outcome.error(), *one.outcome) << number;
            // A refused sequence number may cost the producer; that one is replaced.
            publish_for_ever({record_of("k", "v")});
        } else {
            EXPECT_TRUE(outcome) << number;
        }
    }
}

TEST_F(kafka_mock_failure, a_producer_that_failed_for_good_is_replaced) {
    open_usable(mock.options());
    ASSERT_TRUE(publish({record_of("k", "0")}).at(0));
    mock.fail_produce(produce_error::lost_sequence, 1);
    // The library may not go on with this client, and can't know whether the record is there.
    EXPECT_EQ(publish({record_of("k", "1")}).at(0).error(), errc::unknown);
    publish_for_ever({record_of("k", "2")});
}

TEST_F(kafka_mock_failure, a_partition_whose_leader_moves_goes_on_in_order) {
    mock_cluster three{3};
    open_usable(three.options());
    const auto partition = hub::ports::partition_of("k", 12);
    for (auto round = 0; round < 6; ++round) {
        three.move_leader(stream::aanmelding, partition, 1 + round % 3);
        const auto outcome = publish({record_of("k", std::to_string(round))}).at(0);
        ASSERT_TRUE(outcome) << round;
        EXPECT_EQ(outcome->offset, round);
    }
}

TEST_F(kafka_mock_failure, a_full_queue_is_told_at_once_and_nothing_is_left_without_answer) {
    auto options = mock.options();
    options.writing.queue_records = 10;
    options.writing.delivery_time = 2'000ms;
    open_usable(std::move(options));
    mock.broker_down(1);
    const auto all = publish(numbered(0, 50));
    for (const auto& one : all) {
        ASSERT_TRUE(one.has_error());
        EXPECT_TRUE(one.error() == errc::retry || one.error() == errc::unknown);
    }
    mock.broker_up(1);
    publish_for_ever(numbered(0, 5));
}

TEST_F(kafka_mock_failure, a_broker_that_comes_back_gets_what_waited) {
    open_usable(mock.options());
    mock.broker_down(1);
    auto waiting = std::async(std::launch::async, [this] { return publish(numbered(0, 5)); });
    while (cluster->health().in_flight < 5) {
        await(let_pass(5ms));
    }
    mock.broker_up(1);
    for (const auto& one : waiting.get()) {
        EXPECT_TRUE(one.has_value());
    }
}

TEST_F(kafka_mock_failure, giving_up_answers_what_waits) {
    open_usable(mock.options());
    mock.broker_down(1);
    auto waiting = std::async(std::launch::async, [this] { return publish(numbered(0, 5)); });
    while (cluster->health().in_flight == 0) {
        await(let_pass(5ms));
    }
    const auto before = std::chrono::steady_clock::now();
    cluster->give_up();
    for (const auto& one : waiting.get()) {
        EXPECT_TRUE(one.has_error());
    }
    EXPECT_LT(std::chrono::steady_clock::now() - before, 9s) << "before the delivery time is over";
}

TEST_F(kafka_mock_failure, words_tell_that_the_cluster_is_away) {
    auto options = mock.options();
    options.brokers = "127.0.0.1:1";
    open(std::move(options));
    tests::support::kafka::await_words(*cluster, "niet bereikbaar");
    EXPECT_FALSE(cluster->health().usable);
    EXPECT_EQ(publish({record_of("k", "v")}).at(0).error(), errc::retry);
}

TEST_F(kafka_mock_failure, a_topic_that_nobody_here_may_write_is_told_in_words) {
    auto options = mock.options();
    for (auto& one : options.topics.topics) {
        one.writers = {"een_ander"};
    }
    open_usable(std::move(options));
    EXPECT_EQ(publish({record_of("k", "v")}).at(0).error(), errc::retry);
    EXPECT_FALSE(cluster->health().usable);
    EXPECT_NE(cluster->health().words.find("mag schrijven naar"), std::string::npos);
}

TEST_F(kafka_mock_failure, nothing_is_exchanged_with_another_environments_cluster) {
    auto options = mock.options();
    options.environment = hub::model::environment::test;
    open(std::move(options));
    tests::support::kafka::await_words(*cluster, "andere omgeving");
    EXPECT_FALSE(cluster->health().usable);
    EXPECT_EQ(publish({record_of("k", "v")}).at(0).error(), errc::retry);
}

TEST_F(kafka_mock_failure, another_number_of_partitions_is_refused_in_words) {
    auto options = mock.options();
    options.topics.topics.front().partitions = 6;
    open(std::move(options));
    tests::support::kafka::await_words(*cluster, "12 partities en niet 6");
    EXPECT_EQ(publish({record_of("k", "v")}).at(0).error(), errc::retry);
}

}  // namespace
