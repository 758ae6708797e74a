// The configuration's words about Kafka in those of its adapter.
#pragma once

#include "adapters/configuration/configuration.hpp"
#include "adapters/kafka/cluster.hpp"
#include "adapters/kafka/settings.hpp"
#include "adapters/kafka/topics.hpp"

#include <string>

namespace hub::app {

[[nodiscard]] adapters::kafka::topic_table topic_table_of(
    const adapters::configuration::broker_settings& how
);

// With a principal for every role of the process that speaks through the broker, and for those it
// also speaks as.
[[nodiscard]] adapters::kafka::cluster_options kafka_options(
    const adapters::configuration::configuration& how
);

[[nodiscard]] adapters::kafka::connection
connection_as(const std::string& principal, const adapters::configuration::broker_settings& how);

}  // namespace hub::app
