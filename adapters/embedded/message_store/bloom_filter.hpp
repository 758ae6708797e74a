// Says of a hash that it is certainly not in a set, or may be: one cache line per question.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

namespace adapters::embedded::message_store {

class bloom_filter {
public:
    // About one in a hundred wrong guesses, with ten bits an entry.
    explicit bloom_filter(std::size_t entries) : blocks_(entries * 10 / bits_per_block + 1) {}

    // From the bytes that bytes() gave.
    explicit bloom_filter(std::string_view bytes) : blocks_(bytes.size() / sizeof(block)) {
        if (!blocks_.empty()) {
            std::memcpy(blocks_.data(), bytes.data(), blocks_.size() * sizeof(block));
        }
    }

    void add(std::uint64_t hash) noexcept {
        auto& words = blocks_[block_of(hash)];
        auto bits = mixed(hash);
        for (int bit = 0; bit < bits_per_entry; ++bit, bits >>= 9U) {
            words[(bits & 511U) / 64] |= std::uint64_t{1} << (bits & 63U);
        }
    }

    [[nodiscard]] bool may_hold(std::uint64_t hash) const noexcept {
        if (blocks_.empty()) {
            return true;
        }
        const auto& words = blocks_[block_of(hash)];
        auto bits = mixed(hash);
        for (int bit = 0; bit < bits_per_entry; ++bit, bits >>= 9U) {
            if ((words[(bits & 511U) / 64] & std::uint64_t{1} << (bits & 63U)) == 0) {
                return false;
            }
        }
        return true;
    }

    [[nodiscard]] std::string_view bytes() const noexcept {
        return {reinterpret_cast<const char*>(blocks_.data()), blocks_.size() * sizeof(block)};
    }

private:
    using block = std::array<std::uint64_t, 8>;
    static constexpr std::size_t bits_per_block = 512;
    static constexpr int bits_per_entry = 6;

    [[nodiscard]] std::size_t block_of(std::uint64_t hash) const noexcept {
        return static_cast<std::size_t>((hash >> 32U) * blocks_.size() >> 32U);
    }
    [[nodiscard]] static std::uint64_t mixed(std::uint64_t hash) noexcept {
        return (hash ^ hash >> 31U) * 0x9E3779B97F4A7C15U >> 8U;
    }

    std::vector<block> blocks_;
};

}  // namespace adapters::embedded::message_store
