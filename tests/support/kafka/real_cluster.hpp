// A prefix of its own on the Kafka cluster that the test fixture started (kafka_fixture).
#pragma once

#include "adapters/kafka/administration.hpp"
#include "adapters/kafka/cluster.hpp"
#include "adapters/kafka/topics.hpp"
#include "hub/ports/broker.hpp"

#include <filesystem>
#include <string>

namespace tests::support::kafka {

class real_cluster {
public:
    // The home that the fixture was started with, which PMM_KAFKA_TEST_HOME overrules.
    explicit real_cluster(std::filesystem::path home);

    // As one role, which may write and read everything under the prefix, in groups of any name that
    // tests use.
    [[nodiscard]] adapters::kafka::cluster_options options() const;
    [[nodiscard]] adapters::kafka::connection connection_as(const std::string& role) const;
    [[nodiscard]] const adapters::kafka::topic_table& topics() const noexcept { return topics_; }
    [[nodiscard]] adapters::kafka::administration& administrator() noexcept {
        return administrator_;
    }

private:
    std::filesystem::path home_;
    adapters::kafka::topic_table topics_;
    adapters::kafka::administration administrator_;
};

}  // namespace tests::support::kafka
