#include "tests/support/kafka/mock_cluster.hpp"

#include "adapters/kafka/inspection.hpp"
#include "adapters/kafka/native.hpp"
#include "tests/support/await.hpp"

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <librdkafka/rdkafka_mock.h>

#include <array>
#include <stdexcept>
#include <vector>

namespace tests::support::kafka {

namespace native = adapters::kafka::native;
using adapters::kafka::topic_table;
using hub::model::stream;
using namespace std::chrono_literals;

namespace {

constexpr std::int32_t partitions = 12;
constexpr std::int16_t produce_api = 0;
constexpr std::int16_t producer_id_api = 22;
// Those that the tests speak as.
constexpr std::array roles{"forwarder", "loket", "systeemleren", "nieuw", "snoeier"};

rd_kafka_resp_err_t native_error(produce_error how) {
    switch (how) {
        case produce_error::timed_out:
            return RD_KAFKA_RESP_ERR_REQUEST_TIMED_OUT;
        case produce_error::too_few_replicas:
            return RD_KAFKA_RESP_ERR_NOT_ENOUGH_REPLICAS;
        case produce_error::too_few_replicas_after_append:
            return RD_KAFKA_RESP_ERR_NOT_ENOUGH_REPLICAS_AFTER_APPEND;
        case produce_error::leader_changed:
            return RD_KAFKA_RESP_ERR_NOT_LEADER_FOR_PARTITION;
        case produce_error::not_authorised:
            return RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED;
        case produce_error::too_large:
            return RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE;
        case produce_error::unknown_topic:
            return RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART;
        case produce_error::invalid_record:
            return RD_KAFKA_RESP_ERR_INVALID_RECORD;
        case produce_error::lost_sequence:
            return RD_KAFKA_RESP_ERR_OUT_OF_ORDER_SEQUENCE_NUMBER;
    }
    return RD_KAFKA_RESP_ERR_UNKNOWN;
}

}  // namespace

struct mock_cluster::implementation {
    native::client host;
    rd_kafka_mock_cluster_t* cluster = nullptr;

    ~implementation() {
        if (cluster != nullptr) {
            rd_kafka_mock_cluster_destroy(cluster);
        }
    }
};

topic_table open_topics(const std::string& prefix, std::int32_t count) {
    topic_table table;
    table.prefix = prefix;
    table.replication = 1;
    table.min_insync = 1;
    for (const auto one :
         {stream::aanmelding,
          stream::signaal,
          stream::bericht,
          stream::escalatie,
          stream::register_,
          stream::overbrugging,
          stream::status,
          stream::geparkeerd}) {
        adapters::kafka::topic topic;
        topic.stream = one;
        topic.name = prefix + std::string{hub::model::to_string(one)} + ".v1";
        topic.partitions = count;
        topic.writers.assign(roles.begin(), roles.end());
        topic.readers.assign(roles.begin(), roles.end());
        table.topics.push_back(std::move(topic));
    }
    return table;
}

mock_cluster::mock_cluster(int brokers)
    : implementation_{std::make_unique<implementation>()},
      topics_{open_topics("proef.", partitions)} {
    std::array<char, 512> text{};
    auto* configuration = rd_kafka_conf_new();
    rd_kafka_conf_set_log_cb(configuration, nullptr);
    auto& made = *implementation_;
    made.host.reset(rd_kafka_new(RD_KAFKA_PRODUCER, configuration, text.data(), text.size()));
    made.cluster = rd_kafka_mock_cluster_new(made.host.get(), brokers);
    if (made.cluster == nullptr) {
        throw std::runtime_error{"no mock cluster"};
    }
    for (const auto& one : topics_.topics) {
        rd_kafka_mock_topic_create(made.cluster, one.name.c_str(), one.partitions, brokers);
    }
    rd_kafka_mock_topic_create(made.cluster, topics_.marker().c_str(), 1, brokers);
    adapters::kafka::connection to;
    to.brokers = this->brokers();
    to.client_id = "merkteken";
    const auto written =
        adapters::kafka::write_marker(to, topics_, hub::model::environment::ontwikkel, 10'000ms);
    if (written != adapters::kafka::trouble::none) {
        throw std::runtime_error{"the marker of the mock cluster can't be written"};
    }
}

mock_cluster::~mock_cluster() = default;

std::string mock_cluster::brokers() const {
    return rd_kafka_mock_cluster_bootstraps(implementation_->cluster);
}

adapters::kafka::cluster_options mock_cluster::options() const {
    adapters::kafka::cluster_options options;
    options.brokers = brokers();
    options.topics = topics_;
    for (const auto* role : roles) {
        options.principals[role] = {};
    }
    options.session_time = 6'000ms;
    return options;
}

void mock_cluster::fail_produce(produce_error how, std::size_t requests) {
    std::vector<rd_kafka_resp_err_t> errors(requests, native_error(how));
    rd_kafka_mock_push_request_errors_array(
        implementation_->cluster, produce_api, errors.size(), errors.data()
    );
}

void mock_cluster::refuse_producers(std::size_t requests) {
    const std::vector<rd_kafka_resp_err_t> errors(
        requests, RD_KAFKA_RESP_ERR_CLUSTER_AUTHORIZATION_FAILED
    );
    rd_kafka_mock_push_request_errors_array(
        implementation_->cluster, producer_id_api, errors.size(), errors.data()
    );
}

void mock_cluster::broker_down(int id) {
    rd_kafka_mock_broker_set_down(implementation_->cluster, id);
}

void mock_cluster::broker_up(int id) {
    rd_kafka_mock_broker_set_up(implementation_->cluster, id);
}

void mock_cluster::move_leader(stream which, std::int32_t partition, int broker) {
    rd_kafka_mock_partition_set_leader(
        implementation_->cluster, topics_.find(which)->name.c_str(), partition, broker
    );
}

boost::asio::awaitable<void> let_pass(std::chrono::milliseconds time) {
    boost::asio::steady_timer timer{co_await boost::asio::this_coro::executor, time};
    co_await timer.async_wait(boost::asio::use_awaitable);
}

namespace {

template <class Condition>
void await_health(const adapters::kafka::kafka_cluster& cluster, Condition holds) {
    for (auto waited = 0ms; !holds(cluster.health()); waited += 10ms) {
        if (waited > await_deadline) {
            throw std::runtime_error{"the cluster says: " + cluster.health().words};
        }
        await(let_pass(10ms));
    }
}

}  // namespace

void await_usable(const adapters::kafka::kafka_cluster& cluster) {
    await_health(cluster, [](const auto& health) { return health.usable; });
}

void await_words(const adapters::kafka::kafka_cluster& cluster, std::string_view words) {
    await_health(cluster, [words](const auto& health) {
        return health.words.find(words) != std::string::npos;
    });
}

}  // namespace tests::support::kafka
