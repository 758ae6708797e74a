#include "hub/ports/partitioner.hpp"

#include <cstddef>

namespace hub::ports {

std::uint32_t murmur2(std::string_view data) noexcept {
    constexpr std::uint32_t seed = 0x9747B28C;
    constexpr std::uint32_t multiplier = 0x5BD1E995;
    constexpr int shift = 24;

    const auto byte = [&](std::size_t at) -> std::uint32_t {
        return static_cast<std::uint8_t>(data[at]);
    };
    std::uint32_t hash = seed ^ static_cast<std::uint32_t>(data.size());
    std::size_t at = 0;
    for (; at + 4 <= data.size(); at += 4) {
        std::uint32_t word = byte(at) | byte(at + 1) << 8 | byte(at + 2) << 16 | byte(at + 3) << 24;
        word *= multiplier;
        word ^= word >> shift;
        word *= multiplier;
        hash *= multiplier;
        hash ^= word;
    }
    if (at < data.size()) {
        for (auto last = data.size(); last > at; --last) {
            hash ^= byte(last - 1) << (8 * (last - 1 - at));
        }
        hash *= multiplier;
    }
    hash ^= hash >> 13;
    hash *= multiplier;
    hash ^= hash >> 15;
    return hash;
}

std::int32_t partition_of(std::string_view key, std::int32_t partitions) noexcept {
    return static_cast<std::int32_t>(murmur2(key) & 0x7FFFFFFFU) % partitions;
}

}  // namespace hub::ports
