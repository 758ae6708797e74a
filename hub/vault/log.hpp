// The signed log of one writer: leaves of a commit become a Merkle tree (RFC 9162 hashing), its
// head a compact JWS that chains to the head before.
#pragma once

#include "hub/model/receipt.hpp"
#include "hub/model/timestamp.hpp"
#include "hub/ports/audit_log.hpp"
#include "hub/ports/result.hpp"
#include "hub/ports/signer.hpp"
#include "hub/vault/leaf.hpp"
#include "hub/vault/merkle.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace hub::vault {

// Where a log stands after its last commit; kept in the writer's own file, in the commit's own
// transaction.
struct log_state {
    // A restore starts the next incarnation with a signed break record.
    std::uint64_t incarnation = 1;
    // Number of the last commit; 0 before the first.
    std::uint64_t number = 0;
    // Leaves so far.
    std::uint64_t tree_size = 0;
    // SHA-256 of the last head's JWS text; zero before the first.
    model::hash previous{};
    model::timestamp time{};
};

struct sealed_commit {
    std::string head;
    // Per leaf, in the leaves' order.
    std::vector<model::inclusion> places;
    log_state next;
};

// Builds the tree and signs the head: one signature per commit. The head's time never goes back:
// when the clock did, the previous time is used. Fails only when the signer does.
[[nodiscard]] ports::result<sealed_commit> seal_commit(
    const log_identity& log,
    const log_state& before,
    std::span<const std::string> leaves,
    model::timestamp now,
    const ports::signer& signer
);

// The word of a break record's act.
inline constexpr std::string_view break_kind = "breuk";

// A restore goes on in the next incarnation, and the first leaf of its first commit is the break
// record of the state that was restored.
[[nodiscard]] log_state next_incarnation(const log_state& restored);
[[nodiscard]] ports::audit_act break_record(const log_state& restored);

}  // namespace hub::vault
