// Which partition a key belongs to: the same on every broker, as Java's default partitioner does it
// (murmur2_random).
#pragma once

#include <cstdint>
#include <string_view>

namespace hub::ports {

// Kafka's variant of MurmurHash2.
[[nodiscard]] std::uint32_t murmur2(std::string_view data) noexcept;

// Partitions must be at least 1.
[[nodiscard]] std::int32_t partition_of(std::string_view key, std::int32_t partitions) noexcept;

}  // namespace hub::ports
