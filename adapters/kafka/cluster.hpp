// An Apache Kafka cluster behind the broker port: one view per role, each under a principal of its
// own.
#pragma once

#include "adapters/kafka/settings.hpp"
#include "adapters/kafka/topics.hpp"
#include "hub/model/environment.hpp"
#include "hub/ports/broker.hpp"
#include "hub/ports/broker_measurements.hpp"

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace adapters::kafka {

struct cluster_options {
    // "host:port,host:port"
    std::string brokers;
    hub::model::environment environment = hub::model::environment::ontwikkel;
    topic_table topics;
    // Roots that verify the brokers; empty is for tests without TLS.
    std::filesystem::path roots;
    // The principals that this process may speak as, by role.
    std::map<std::string, certificate_files> principals;
    producing writing;
    std::chrono::milliseconds session_time{10'000};
    // How long a group waits for a member that does not ask for more.
    std::chrono::milliseconds poll_time{300'000};
    // How long a handler may finish what it has when its partitions go to another member.
    std::chrono::milliseconds hand_over_time{30'000};
    // So many records wait for a handler; beyond it its partitions pause.
    std::size_t waiting_records = 4'096;
    std::chrono::milliseconds look_interval{10'000};
    // For what is in flight when the cluster object goes.
    std::chrono::milliseconds close_time{5'000};
};

struct cluster_health {
    bool usable = false;
    // For operators, beginning with the role that it is about; empty when all is well.
    std::string words;
    // Records handed to the cluster that have no outcome yet.
    std::size_t in_flight = 0;
};

// One principal, or one role's reading.
struct role_health {
    std::string role;
    std::size_t in_flight = 0;
    // In words; empty when all is well.
    std::string words;
    std::string last_words;
    std::chrono::system_clock::time_point last_at;
};

// Thread-safe, except that the destructor belongs to the owner. Subscribers must be gone before.
class kafka_cluster {
public:
    virtual ~kafka_cluster() = default;

    // What this role publishes and reads. A record goes under the role's own principal where that
    // may write its topic, otherwise under the topic's writer, when this process may speak as it.
    // Throws std::logic_error for a role without a principal.
    [[nodiscard]] virtual hub::ports::broker& as(const std::string& role) = 0;

    [[nodiscard]] virtual cluster_health health() const = 0;
    // Of every principal in turn, its reading included.
    [[nodiscard]] virtual std::vector<role_health> healths() const = 0;

    // Of every principal in turn, its reading included.
    [[nodiscard]] virtual std::vector<hub::ports::broker_measurement> measure() const = 0;

    // Gives up what waits for an answer (publish says retry or unknown), so that a shutdown need
    // not wait for a cluster that is away.
    virtual void give_up() = 0;
};

// Does not wait for the cluster: whether it is there is told by health().
[[nodiscard]] std::unique_ptr<kafka_cluster> create_cluster(cluster_options options);

}  // namespace adapters::kafka
