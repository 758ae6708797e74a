// What librdkafka tells of itself now and then, as far as somebody would be alerted by it.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace adapters::kafka {

struct client_statistics {
    // Brokers of the cluster that should answer and are not connected.
    std::size_t brokers_away = 0;
    // 99th percentile of the slowest broker since the last time.
    std::chrono::microseconds slow_answer{0};
    // Of this client's life: not sent, or not answered in time.
    std::uint64_t failed_requests = 0;
};

// Nothing when it is no such text. Names of brokers in it are not kept.
[[nodiscard]] std::optional<client_statistics> read_statistics(std::string_view json);

}  // namespace adapters::kafka
