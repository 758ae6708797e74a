// Short hashes of keys, for finding candidates; what is found is always compared exactly.
#pragma once

#include "hub/model/admitted_message.hpp"

#include <array>
#include <cstdint>
#include <string_view>

namespace adapters::embedded::message_store {

// SipHash-2-4 under a key of the file's own: senders choose what is hashed, and must not be able to
// make many of the same hash.
class key_hash {
public:
    using secret = std::array<std::uint64_t, 2>;
    static constexpr std::size_t secret_bytes = 16;

    explicit key_hash(const secret& key) noexcept : key_{key} {}
    // From 16 bytes; anything missing counts as zero.
    [[nodiscard]] static key_hash from_bytes(std::string_view bytes) noexcept;

    // Never 0, which stands for "none".
    [[nodiscard]] std::uint64_t of(std::string_view bytes) const noexcept;
    [[nodiscard]] std::uint64_t of(const hub::model::submission_key& key) const;
    [[nodiscard]] std::uint64_t
    of(const hub::model::oin& owner, const hub::model::digest& reference) const;

private:
    secret key_;
};

}  // namespace adapters::embedded::message_store
