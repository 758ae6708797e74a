// Looks whether a cluster is the right one: its marker names our environment and prefix, and every
// topic is there with the stated number of partitions. Everything here blocks.
#pragma once

#include "adapters/kafka/errors.hpp"
#include "adapters/kafka/log_judge.hpp"
#include "adapters/kafka/settings.hpp"
#include "adapters/kafka/topics.hpp"
#include "hub/model/environment.hpp"
#include "hub/ports/broker.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace adapters::kafka {

struct inspection {
    // Not none: nothing was seen.
    trouble why = trouble::none;
    // What is not as stated, in words for operators.
    std::vector<std::string> mistakes;
};

// The topics that this principal writes or reads.
[[nodiscard]] inspection inspect_topics(
    rd_kafka_t* client,
    const topic_table& stated,
    const std::string& principal,
    std::chrono::milliseconds limit
);

// Where one partition's log begins, and the offset behind its newest record.
struct log_bounds {
    hub::ports::position oldest;
    std::int64_t end = 0;
};

// Of every partition of these streams; nothing when the cluster did not answer for all in time.
[[nodiscard]] std::optional<std::vector<log_bounds>> read_bounds(
    const connection& to,
    const topic_table& stated,
    const std::vector<hub::model::stream>& streams,
    std::chrono::milliseconds limit
);

// Where reading is, with the newest time of all that was read before it: those whose log holds
// something newer before it, and so is another one than was read. Nothing when the cluster did not
// answer for all in time.
[[nodiscard]] std::optional<std::vector<hub::ports::position>> find_other_logs(
    const connection& to,
    const topic_table& stated,
    const std::vector<hub::ports::position>& read,
    std::chrono::milliseconds limit
);

// How the logs of these streams stand now, and which of those that were read are others; what the
// cluster does not tell in time is left out.
[[nodiscard]] log_sight look_at_logs(
    rd_kafka_t* client,
    const topic_table& stated,
    const std::vector<hub::model::stream>& streams,
    const std::vector<hub::ports::position>& read,
    std::chrono::milliseconds limit
);

struct marker {
    trouble why = trouble::none;
    // Nothing when the topic is empty or missing.
    std::optional<std::string> environment;
};

[[nodiscard]] marker
read_marker(const connection& to, const topic_table& stated, std::chrono::milliseconds limit);

// None when it is durable.
[[nodiscard]] trouble write_marker(
    const connection& to,
    const topic_table& stated,
    hub::model::environment environment,
    std::chrono::milliseconds limit
);

// Why a cluster with this marker is not ours; nothing when it is.
[[nodiscard]] std::optional<std::string>
judge_marker(const marker& found, const topic_table& stated, hub::model::environment environment);

}  // namespace adapters::kafka
