// The leaves of the signed log: an accepted message, or an auditable act
// (hub/docs/ontvangstbewijs.md).
#pragma once

#include "hub/model/admitted_message.hpp"
#include "hub/model/environment.hpp"
#include "hub/model/receipt.hpp"
#include "hub/model/timestamp.hpp"
#include "hub/model/uuid.hpp"
#include "hub/ports/audit_log.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace hub::vault {

// Names a log: one per writer and environment.
struct log_identity {
    model::environment environment = model::environment::ontwikkel;
    std::string log_id;

    bool operator==(const log_identity&) const = default;
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

struct leaf_destination {
    std::string name;
    std::uint64_t sequence = 0;

    bool operator==(const leaf_destination&) const = default;
};

// What the leaf of a message says.
struct message_leaf_fields {
    log_identity log;
    model::message_id message;
    std::optional<model::casus_id> casus;
    std::string owner;
    std::string certificate;
    // CloudEvents type.
    std::string type;
    std::vector<leaf_destination> destinations;
    model::timestamp accepted_at;
    std::uint32_t attempt = 1;
    std::optional<model::message_id> refers_to;
    std::optional<model::message_id> supersedes;
    model::hash original{};
    model::hash canonical{};
    // Of the documents that it refers to, in their order; none when there are none.
    std::vector<model::hash> documents;
};

// Nothing when it is not a message's leaf exactly as message_leaf() writes it.
[[nodiscard]] std::optional<message_leaf_fields> read_message_leaf(std::string_view leaf);

struct leaf_origin {
    log_identity log;
    // The act's word; empty for a message.
    std::string act;
};

// Which log a leaf of either kind belongs to; nothing when it does not begin as one.
[[nodiscard]] std::optional<leaf_origin> read_leaf_origin(std::string_view leaf);

}  // namespace hub::vault
