// What intake hands to a store: one message, decided upon and sealed, with all that its leaf and
// row need.
#pragma once

#include "hub/model/destination.hpp"
#include "hub/model/oin.hpp"
#include "hub/model/receipt.hpp"
#include "hub/model/timestamp.hpp"
#include "hub/model/uuid.hpp"
#include "hub/model/words.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace hub::model {

// Keyed digest (HMAC-SHA-256 under the deduplication key): comparable, not reversible.
using digest = std::array<std::uint8_t, 32>;

// One part sealed with AES-256-GCM.
struct sealed_part {
    std::uint32_t key_version = 0;
    std::array<std::uint8_t, 12> iv{};
    // Ciphertext with the 16-byte tag behind it.
    std::string ciphertext;
};

// The idempotency key. Compared exactly, never by hash alone.
struct submission_key {
    oin owner;
    std::string source;
    std::string id;

    bool operator==(const submission_key&) const = default;
};

// How a message stands to a casus.
struct casus_entry {
    casus_id id;
    // True when this message opens the casus; the store's transaction enforces that it does not
    // exist yet.
    bool opens = false;
    // The sender's own case reference, digested; maps to one casus per owner OIN.
    std::optional<digest> reference;
    // Organisations that this message makes participants of the casus (its owner included when it
    // opens it).
    std::vector<oin> adds_participants;
};

struct admitted_message {
    message_id id;
    key_id key;
    std::optional<casus_entry> casus;
    message_type type = message_type::aanmelding;
    stream target = stream::aanmelding;
    submission_key submission;
    oin certificate;
    std::vector<destination> destinations;
    timestamp accepted_at;
    // The sender's own reference, digested, for searching within the owner's space.
    std::optional<digest> reference;
    // Keyed digest of the exact original bytes: equal means the same content.
    digest original_digest{};
    // Commitments of the leaf under the sealed salt.
    std::array<std::uint8_t, 32> salt{};
    hash original_commitment{};
    hash canonical_commitment{};
    // Of the documents that it refers to, in their order.
    std::vector<hash> document_commitments;
    sealed_part canonical;
    sealed_part original;
    std::string traceparent;
    // CloudEvents extensions that may stand readable beside the content, without "=" or line ends
    // (hub/routing/open_extensions); all of them are sealed in it.
    std::vector<std::pair<std::string, std::string>> open_extensions;
    std::string transaction_id;
    // Digest of the configuration and rules that decided.
    hash decided_by{};
    std::uint32_t decoder_version = 0;
    std::uint32_t attempt = 1;
    // The message this one answers or supersedes.
    std::optional<message_id> refers_to;
    // Set when this is another attempt under a key whose earlier message was refused or parked.
    std::optional<message_id> supersedes;
    // Set when no route was found: stored, receipted and parked with this code instead of
    // forwarded.
    std::string parked_code;
};

}  // namespace hub::model
