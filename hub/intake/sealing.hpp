// Composes what is sealed of a message, the canonical and the original part, and reads it back.
#pragma once

#include "hub/intake/validation.hpp"
#include "hub/model/admitted_message.hpp"
#include "hub/ports/message_store.hpp"
#include "hub/ports/result.hpp"
#include "hub/vault/vault.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hub::intake {

// An original that nobody holds as a whole: it passed, and was sealed as a document on its way.
struct original_apart {
    model::document_id document;
    vault::passing_original::sums sums;
    std::uint64_t size = 0;
    // To keep where the message is refused, as far as it was held; empty: the document is kept.
    std::string whole;
    // Of the decoder that reads the whole.
    std::string whole_form;
};

// What is sealed beside the message itself.
struct sealed_facts {
    std::string_view form;
    std::string_view content_type;
    std::string_view original;
    // Null where the original is all of it.
    const original_apart* apart = nullptr;
    // As the sender gave them, also where metadata holds a digest instead.
    std::string_view source;
    std::string_view source_id;
};

// Fills in salt, commitments, both sealed parts and the original's digest; id, key, casus, owner
// and type must stand in the message already.
void seal(
    const vault::vault& vault,
    const vault::content_key& key,
    const sound_message& sound,
    const sealed_facts& facts,
    model::admitted_message& message
);

[[nodiscard]] vault::seal_context context_of(const ports::stored_message& message);

// The salt out of a sealed canonical part; errc::not_authentic.
[[nodiscard]] ports::result<std::array<std::uint8_t, 32>> salt_of(
    const vault::vault& vault,
    const vault::content_key& key,
    const vault::seal_context& context,
    const model::sealed_part& canonical
);

// What the message refers to or brought, out of a sealed canonical part; errc::not_authentic.
[[nodiscard]] ports::result<std::vector<ports::attachment>> attachments_of(
    const vault::vault& vault,
    const vault::content_key& key,
    const vault::seal_context& context,
    const model::sealed_part& canonical
);

struct original_body {
    std::string form;
    std::string content_type;
    // Byte for byte as it came, unless a document holds it; then without the content of documents.
    std::string body;
    std::optional<model::document_id> document{};
};

// errc::not_authentic.
[[nodiscard]] ports::result<original_body> original_of(
    const vault::vault& vault,
    const vault::content_key& key,
    const vault::seal_context& context,
    const model::sealed_part& original
);

}  // namespace hub::intake
