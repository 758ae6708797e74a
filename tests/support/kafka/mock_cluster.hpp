// A Kafka cluster inside librdkafka, for tests without a broker: topics, brokers that go down, and
// errors that answer the next requests.
#pragma once

#include "adapters/kafka/cluster.hpp"
#include "adapters/kafka/topics.hpp"

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace tests::support::kafka {

// What a broker answers to a produce request instead of taking it.
enum class produce_error {
    timed_out,
    too_few_replicas,
    too_few_replicas_after_append,
    leader_changed,
    not_authorised,
    too_large,
    unknown_topic,
    invalid_record,
    // The idempotent producer can't go on.
    lost_sequence,
};

// Every stream has its topic, the marker names environment "ontwikkel".
class mock_cluster {
public:
    explicit mock_cluster(int brokers = 1);
    ~mock_cluster();
    mock_cluster(const mock_cluster&) = delete;
    mock_cluster& operator=(const mock_cluster&) = delete;

    [[nodiscard]] std::string brokers() const;
    [[nodiscard]] const adapters::kafka::topic_table& topics() const noexcept { return topics_; }

    // Options for a cluster object with a principal per role that tests use.
    [[nodiscard]] adapters::kafka::cluster_options options() const;

    void fail_produce(produce_error how, std::size_t requests);
    // The next requests for the right to produce idempotently are turned down.
    void refuse_producers(std::size_t requests);
    void broker_down(int id);
    void broker_up(int id);
    void move_leader(hub::model::stream stream, std::int32_t partition, int broker);

private:
    struct implementation;
    std::unique_ptr<implementation> implementation_;
    adapters::kafka::topic_table topics_;
};

// All streams with the same number of partitions and every role as writer and reader.
[[nodiscard]] adapters::kafka::topic_table
open_topics(const std::string& prefix, std::int32_t partitions);

// For what can only be asked again after a moment.
[[nodiscard]] boost::asio::awaitable<void> let_pass(std::chrono::milliseconds time);

// Returns when the cluster object may be used; throws after the deadline.
void await_usable(const adapters::kafka::kafka_cluster& cluster);

// Returns when its health is told in words that hold this; throws after the deadline.
void await_words(const adapters::kafka::kafka_cluster& cluster, std::string_view words);

}  // namespace tests::support::kafka
