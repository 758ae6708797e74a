// The topics of an environment as they were stated: names, partitions, and who may write and read.
#pragma once

#include "hub/model/words.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace adapters::kafka {

// What Kafka does with old records.
enum class cleanup {
    // Forgotten after the retention time.
    forget,
    // The newest of each key stays.
    compact,
};

struct topic {
    hub::model::stream stream = hub::model::stream::aanmelding;
    // Prefix, stream and version: "pmm.ontwikkel.aanmelding.v1".
    std::string name;
    // Fixed for a version: another count would put keys elsewhere.
    std::int32_t partitions = 12;
    cleanup old_records = cleanup::forget;
    // Nothing: for ever.
    std::optional<std::chrono::hours> retention;
    // Principals, by the names of their roles.
    std::vector<std::string> writers;
    std::vector<std::string> readers;
};

struct topic_table {
    // Belongs to the environment: "pmm.ontwikkel.".
    std::string prefix;
    std::int32_t replication = 3;
    std::int32_t min_insync = 2;
    std::vector<topic> topics;

    [[nodiscard]] const topic* find(hub::model::stream stream) const noexcept;
    [[nodiscard]] const topic* find(std::string_view name) const noexcept;
    // Names the environment that the prefix belongs to.
    [[nodiscard]] std::string marker() const { return prefix + "merkteken.v1"; }
    [[nodiscard]] std::string group_of(std::string_view role) const {
        return prefix + std::string{role};
    }
};

[[nodiscard]] bool may_write(const topic& what, std::string_view principal) noexcept;
[[nodiscard]] bool may_read(const topic& what, std::string_view principal) noexcept;

}  // namespace adapters::kafka
