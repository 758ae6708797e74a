// The fields of a serialised pmm.v1.Envelope, read where they stand: every message is read by each
// of its consumers, and none of them changes it.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace pmm::v1 {
class SealedMessage;
}

namespace hub::vault {

// As pmm.v1.SealedPart.
struct sealed_view {
    std::uint32_t key_version = 0;
    std::string_view iv;
    // With the tag behind it.
    std::string_view ciphertext;
};

// As pmm.v1.Destination.
struct destination_view {
    std::string_view name;
    std::uint64_t sequence = 0;
};

// As pmm.v1.Proof.
struct proof_view {
    std::string_view leaf;
    std::uint32_t index = 0;
    std::string_view path;
    std::uint32_t leaves = 0;
};

// As pmm.v1.Envelope. Whoever keeps it keeps the bytes that it was read from.
struct envelope_view {
    std::string_view environment;
    std::string_view message_id;
    std::string_view casus_id;
    std::string_view key_id;
    std::string_view type;
    std::string_view owner_oin;
    std::string_view certificate_oin;
    std::int64_t accepted_at_us = 0;
    std::string_view traceparent;
    std::string_view transaction_id;
    sealed_view canonical;
    std::vector<destination_view> destinations;
    proof_view proof;
    std::string_view head;
    std::string_view refers_to;
    std::uint32_t attempt = 0;
};

// As pmm.v1.CanonicalPart, as far as a consumer acts on it.
struct canonical_part_view {
    std::string_view salt;
    std::string_view message;
    // Each a pmm.v1.AttachmentDigest.
    std::vector<std::string_view> attachments;
};

// Nothing for bytes that are no envelope. Stricter than protobuf, which lets the last of several
// values win: a field that stands there twice is a fault, so that no two readers understand
// different things. Fields that a later version added are skipped.
[[nodiscard]] std::optional<envelope_view> read_envelope(std::string_view bytes);

[[nodiscard]] std::optional<canonical_part_view> read_canonical_part(std::string_view bytes);

// Fills in what a book keeps of a message.
void keep(const envelope_view& envelope, pmm::v1::SealedMessage& kept);

// What a book keeps of a message: only the fields that opening needs are filled in.
[[nodiscard]] envelope_view view_of(const pmm::v1::SealedMessage& kept);

}  // namespace hub::vault
