// What a leaf and the store hold of an original that passes piece by piece: its commitment under a
// fresh salt, and its keyed digest.
#pragma once

#include "hub/model/admitted_message.hpp"
#include "hub/model/receipt.hpp"
#include "hub/vault/primitives.hpp"

#include <array>
#include <cstdint>
#include <string_view>

namespace hub::vault {

class vault;

// Made by vault::pass_original().
class passing_original {
public:
    passing_original(const std::array<std::uint8_t, 32>& salt, key_bytes digest_key)
        : salt_{salt}, commitment_{salt}, digest_{digest_key} {}

    void add(std::string_view piece) {
        commitment_.add(piece);
        digest_.add(piece);
    }

    struct sums {
        std::array<std::uint8_t, 32> salt{};
        model::hash commitment{};
        model::digest digest{};
    };
    // Of all that was added; once.
    [[nodiscard]] sums finish() { return {salt_, commitment_.finish(), digest_.finish()}; }

private:
    friend class vault;

    std::array<std::uint8_t, 32> salt_;
    running_hmac_sha256 commitment_;
    running_hmac_sha256 digest_;
};

}  // namespace hub::vault
