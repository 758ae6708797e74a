// How clients of one cluster are made: who they are, whom they believe, and the properties that
// the hub relies on.
#pragma once

#include "adapters/kafka/errors.hpp"
#include "adapters/kafka/native.hpp"

#include <boost/system/result.hpp>

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <map>
#include <string>

namespace adapters::kafka {

struct certificate_files {
    std::filesystem::path certificate;
    std::filesystem::path key;
};

struct connection {
    // "host:port,host:port"
    std::string brokers;
    // Roots that verify the brokers. Empty: no TLS, which only tests may want.
    std::filesystem::path roots;
    certificate_files own;
    // What clients are known by in the broker's log.
    std::string client_id;
};

// Key, value and headers of one record together, as in the embedded broker.
inline constexpr std::size_t largest_record_bytes = 1'048'576;

struct producing {
    // How long one attempt of a record may take before the forwarder hears of it.
    std::chrono::milliseconds delivery_time{10'000};
    // Measured on what stands on topics (adapters/kafka/README.md).
    std::string compression = "zstd";
    // False only for a marker, which is the same however often it is written.
    bool idempotent = true;
    // With room for what Kafka adds.
    std::size_t largest_message_bytes = largest_record_bytes + 65'536;
    std::size_t queue_records = 20'000;
};

struct consuming {
    std::string group;
    std::chrono::milliseconds session_time{10'000};
    // While a handler is slow the client keeps polling; beyond this the group gives up on it.
    std::chrono::milliseconds poll_time{300'000};
};

// A client, or why there is none. Never throws for what stands in files or at the other side.
struct made_client {
    native::client client;
    trouble why = trouble::none;
};

[[nodiscard]] made_client make_producer(const connection& to, const producing& how);
[[nodiscard]] made_client make_consumer(const connection& to, const consuming& how);
// For looking at topics and reading a marker; belongs to no group.
[[nodiscard]] made_client make_reader(const connection& to);

}  // namespace adapters::kafka
