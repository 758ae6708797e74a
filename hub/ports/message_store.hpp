// The durable store of everything handed in: accepts in commits shared by all that arrived
// together, remembers states.
#pragma once

#include "hub/model/admitted_message.hpp"
#include "hub/model/receipt.hpp"
#include "hub/ports/audit_log.hpp"
#include "hub/ports/broker.hpp"
#include "hub/ports/outbox.hpp"
#include "hub/ports/result.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace hub::ports {

// A message's row, as far as it is not sealed.
struct stored_message {
    // Order of acceptance; cursors use it.
    std::uint64_t sequence = 0;
    model::message_id id;
    model::key_id key;
    std::optional<model::casus_id> casus;
    model::message_type type = model::message_type::aanmelding;
    model::submission_key submission;
    model::oin certificate;
    std::vector<model::destination> destinations;
    model::timestamp accepted_at;
    std::uint32_t attempt = 1;
    std::optional<model::message_id> refers_to;
    std::string traceparent;
    model::hash decided_by{};
    // The derived state over all destinations.
    model::state overall = model::state::ontvangen;
};

// What a receipt is rebuilt from; the salt comes out of the sealed canonical part.
struct receipt_parts {
    std::string leaf;
    model::inclusion place;
    std::string head;
    model::sealed_part canonical;
};

enum class append_kind {
    // Committed now.
    fresh,
    // The idempotency key was there already; the earlier message is in `stored`.
    same_key,
    // The sender's case reference maps to another casus than the one given; decide again with
    // `casus`.
    casus_taken,
};

struct append_outcome {
    append_kind kind = append_kind::fresh;
    // fresh and same_key.
    stored_message stored;
    // fresh and same_key; with the salt for fresh only.
    receipt_parts receipt;
    // same_key: the original bytes' digest of the earlier message.
    model::digest original_digest{};
    // casus_taken.
    std::optional<model::casus_id> casus;
};

// One step in a message's history at one destination.
struct state_change {
    model::message_id message;
    // A destination's name; empty for intake's own steps.
    std::string destination;
    model::state state = model::state::ontvangen;
    model::timestamp at;
    // Stable code where there is something to explain.
    std::string reason;
    // Word of the casus status that came with it; empty if none.
    std::string casus_status;
};

// What operators look for; every field narrows.
struct message_query {
    std::optional<model::oin> owner;
    std::optional<model::message_type> type;
    std::optional<model::state> state;
    std::optional<model::casus_id> casus;
    std::optional<model::timestamp> accepted_from;
    std::optional<model::timestamp> accepted_until;
    // Newest first; only rows with a sequence below this. Nothing starts at the newest.
    std::optional<std::uint64_t> before_sequence;
    std::size_t limit = 50;
};

struct store_health {
    bool writable = true;
    // Plain words when it is not; never a library's text.
    std::string reason;
    std::uint64_t wal_bytes = 0;
};

// Callable from any executor; completes on the caller's.
class message_store : public outbox, public audit_log, public position_source {
public:
    // Durable when it returns. errc::retry before COMMIT, errc::unknown from COMMIT.
    [[nodiscard]] virtual async_result<append_outcome> append(model::admitted_message message) = 0;

    // errc::not_found. Scoping to a caller is the caller's duty (hub/access).
    [[nodiscard]] virtual async_result<stored_message> find(model::message_id id) = 0;
    [[nodiscard]] virtual async_result<stored_message> find_submission(model::submission_key key
    ) = 0;

    // All with this digest of the sender's own reference within the owner's space, newest first.
    [[nodiscard]] virtual async_result<std::vector<stored_message>>
    find_reference(model::oin owner, model::digest reference) = 0;

    [[nodiscard]] virtual async_result<receipt_parts> receipt(model::message_id id) = 0;
    [[nodiscard]] virtual async_result<model::sealed_part> original(model::message_id id) = 0;

    // Intake's steps and every destination's, in order of time recorded.
    [[nodiscard]] virtual async_result<std::vector<state_change>> history(model::message_id id) = 0;

    [[nodiscard]] virtual async_result<std::vector<stored_message>> search(message_query query) = 0;

    // Applies states from the status stream together with the stream's positions; a final state
    // gets a leaf. States of messages that this store does not hold, and steps that do not follow,
    // are skipped.
    [[nodiscard]] virtual async_result<void>
    settle(std::vector<state_change> changes, std::vector<position> positions) = 0;

    // Sequences still without a final state that were published before a time: the reconciler
    // publishes them again.
    [[nodiscard]] virtual async_result<std::vector<outgoing>> unsettled(
        model::timestamp published_before,
        std::uint64_t after_sequence,
        std::size_t limit
    ) = 0;

    [[nodiscard]] virtual store_health health() const = 0;
};

// The casus directory's durable half.
class casus_store {
public:
    virtual ~casus_store() = default;

    // The casus that an owner's own case reference maps to; errc::not_found.
    [[nodiscard]] virtual async_result<model::casus_id>
    find_casus(model::oin owner, model::digest reference) = 0;

    // Who takes part; errc::not_found when there is no such casus.
    [[nodiscard]] virtual async_result<std::vector<model::oin>> participants(model::casus_id id
    ) = 0;
};

}  // namespace hub::ports
