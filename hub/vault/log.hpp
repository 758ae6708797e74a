// The signed log of one writer: leaves of a commit become a Merkle tree (RFC 9162 hashing), its
// head a compact JWS that chains to the head before.
#pragma once

#include "hub/model/admitted_message.hpp"
#include "hub/model/environment.hpp"
#include "hub/model/receipt.hpp"
#include "hub/model/timestamp.hpp"
#include "hub/ports/audit_log.hpp"
#include "hub/ports/result.hpp"
#include "hub/ports/signer.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace hub::vault {

// Names a log: one per writer and environment.
struct log_identity {
    model::environment environment = model::environment::ontwikkel;
    std::string log_id;
};

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

// Leaf of an accepted message. Sequences are those per (casus, destination), in the order of
// message.destinations.
[[nodiscard]] std::string message_leaf(
    const log_identity& log,
    const model::admitted_message& message,
    std::span<const std::uint64_t> sequences
);

// Leaf of an auditable act.
[[nodiscard]] std::string
act_leaf(const log_identity& log, const ports::audit_act& act, model::timestamp at);

// Builds the tree and signs the head: one signature per commit. The head's time never goes back:
// when the clock did, the previous time is used. Fails only when the signer does.
[[nodiscard]] ports::result<sealed_commit> seal_commit(
    const log_identity& log,
    const log_state& before,
    std::span<const std::string> leaves,
    model::timestamp now,
    const ports::signer& signer
);

// Root that a leaf leads to by its place; for checking.
[[nodiscard]] model::hash root_of(std::string_view leaf, const model::inclusion& place);

}  // namespace hub::vault
