// The transport over Apache Kafka.
#include "adapters/kafka/cluster.hpp"
#include "hub/app/hub/transport.hpp"
#include "hub/app/kafka_options.hpp"

#include <stdexcept>

namespace hub::app {
namespace {

using namespace std::chrono_literals;

class kafka_transport final : public transport {
public:
    explicit kafka_transport(adapters::kafka::cluster_options options)
        : first_role_{options.principals.begin()->first},
          cluster_{adapters::kafka::create_cluster(std::move(options))} {}

    ports::broker& as(const std::string& role) override { return cluster_->as(role); }
    ports::broker& any() override { return cluster_->as(first_role_); }

    transport_health health() const override {
        const auto now = cluster_->health();
        if (now.usable) {
            return {};
        }
        return {transport_health::state::waiting, now.words};
    }

    std::string_view kind() const noexcept override { return "kafka"; }
    // Each partition that a group touches is written apart, by a leader and its followers: the more
    // go at once, the less each costs the brokers. From 200 records a second on groups grow.
    forwarder::grouping groups() const noexcept override {
        return {
            .batch_records = 4096,
            .batch_bytes = 16'777'216,
            .pace_per_record = 5ms,
            .pace = 50ms,
        };
    }

    std::vector<adapters::http::console::role_standing> standings() const override {
        std::vector<adapters::http::console::role_standing> all;
        for (auto& one : cluster_->healths()) {
            all.push_back(
                {std::move(one.role),
                 one.in_flight,
                 std::move(one.words),
                 std::move(one.last_words),
                 std::chrono::floor<std::chrono::microseconds>(one.last_at)}
            );
        }
        return all;
    }

    std::vector<ports::broker_measurement> measure_broker() const override {
        return cluster_->measure();
    }

    // Topics forget by their own retention.
    boost::asio::awaitable<void> forget_handled(model::timestamp /*before*/) override { co_return; }

    void give_up() override { cluster_->give_up(); }

private:
    const std::string first_role_;
    std::unique_ptr<adapters::kafka::kafka_cluster> cluster_;
};

}  // namespace

std::unique_ptr<transport> create_kafka_transport(const adapters::configuration::configuration& how
) {
    auto options = kafka_options(how);
    if (options.principals.empty()) {
        throw std::runtime_error{"geen enkele rol van dit proces gebruikt Kafka"};
    }
    return std::make_unique<kafka_transport>(std::move(options));
}

}  // namespace hub::app
