// One message on its way through a consumer: read, verified, opened.
#pragma once

#include "hub/instruments/consumer/instrument.hpp"
#include "hub/instruments/consumer/sealer.hpp"
#include "hub/ports/broker.hpp"
#include "hub/vault/content_key.hpp"
#include "hub/vault/envelope.hpp"
#include "hub/vault/envelope_view.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hub::instruments::consumer {

enum class origin { broker, waiting, parked };

// How far a message is fit to be decided upon.
enum class fitness {
    fit,
    // Not for this consumer, or handled before.
    none_of_ours,
    // No envelope.
    unreadable,
    // Receipt, seal, key or content does not match: a security event, never acted on.
    not_authentic,
    // Authentic, but it can't be opened or understood.
    poison,
};

struct order_place {
    // Id of the record of kind "volgorde".
    std::string id;
    std::uint64_t sequence = 0;
};

struct candidate {
    origin from = origin::broker;
    ports::position where;
    // The serialised envelope, and what stands in it; whoever made the candidate keeps the bytes.
    const std::string* bytes = nullptr;
    vault::envelope_view envelope;
    fitness fit = fitness::fit;
    // Stable code of what is not fit.
    std::string code;
    input message;
    // What this consumer speaks for, and its places in their order; empty when free of order.
    std::vector<model::destination> addressed;
    std::vector<order_place> places;
    std::optional<vault::message_leaf_fields> leaf;
    std::optional<vault::content_key> key;
    // The key that it names is not there, or is not what the vault wrapped.
    bool lacks_key = false;
    // The record that holds it now (kind "wachtend" or "geparkeerd"); empty when none does.
    std::string_view held_as;
    std::string held_id;
    std::uint32_t earlier_attempts = 0;
    std::int64_t first_held_us = 0;
    // Its id is among the handled ones, or will be with this batch.
    bool handled = false;
    // It was decided upon, parked or ended in this batch.
    bool done = false;

    // Record id: the message id, or the place on the broker for what is not what it claims to be
    // (the true message may still come and must not be taken for a repeat).
    [[nodiscard]] std::string record_id() const;
};

// Reads the envelope and whom it is for; nothing is verified yet.
[[nodiscard]] candidate
read_candidate(const std::string& bytes, const ports::position& where, const instrument& decides);

// Checks the receipt and fills in the places in order.
void verify(candidate& one, vault::envelope_verifier& verifier);

// Without its key it is poison when the key was destroyed; otherwise a security event, and as not
// authentic it may come again once the key is back.
void refuse_key(candidate& one, std::string_view code);

// With the key that was found: opens the content, and keeps it as far as the instrument takes it.
// Fills in message.sealed.
void open(candidate& one, const vault::vault& vault, content_form form);

// A code for the record and the status; nothing for an error that passes by itself.
[[nodiscard]] std::optional<std::string_view> code_of_key_error(
    const boost::system::error_code& error
) noexcept;

[[nodiscard]] std::string place_text(const ports::position& where);

}  // namespace hub::instruments::consumer
