// The signed head of one commit of a log: a compact JWS (ES256) that chains to the head before.
#pragma once

#include "hub/model/receipt.hpp"
#include "hub/model/timestamp.hpp"
#include "hub/ports/result.hpp"
#include "hub/ports/signer.hpp"
#include "hub/vault/leaf.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace hub::vault {

// What a head says.
struct head_fields {
    log_identity log;
    // A restore starts the next one.
    std::uint64_t incarnation = 1;
    // Number of this commit in its log, from 1.
    std::uint64_t number = 0;
    // Leaves in the log with this commit's.
    std::uint64_t tree_size = 0;
    // Leaves of this commit.
    std::uint32_t leaves = 0;
    // SHA-256 of the JWS text of the head before; zero for the first.
    model::hash previous{};
    model::hash root{};
    model::timestamp time{};

    bool operator==(const head_fields&) const = default;
};

// Fails only when the signer does.
[[nodiscard]] ports::result<std::string>
sign_head(const head_fields& fields, const ports::signer& signer);

// A head taken apart; nothing in it is verified yet.
struct unverified_head {
    std::string key_id;
    std::string thumbprint;
    std::string signing_input;
    std::array<std::uint8_t, 64> signature{};
    head_fields fields;
};

// Nothing when it is not exactly as sign_head() writes it.
[[nodiscard]] std::optional<unverified_head> read_head(std::string_view jws);

// The hash by which the next head names this one.
[[nodiscard]] model::hash hash_of_head(std::string_view jws);

}  // namespace hub::vault
