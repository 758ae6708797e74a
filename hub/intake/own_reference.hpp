// The sender's own names for a message, made fit to stand in metadata: what may hold a BSN is
// replaced by a keyed digest, the same way every time.
#pragma once

#include "hub/model/admitted_message.hpp"
#include "hub/vault/vault.hpp"

#include <string>
#include <string_view>

namespace hub::intake {

// urn:nld:oin:<owner>, for a sender that names no source.
[[nodiscard]] std::string default_source(const model::oin& owner);

// The idempotency key. A source or id with a token that may be a BSN never stands in clear: it
// becomes "digest:<hex>", so that a repeat maps to the same key. The original is sealed with the
// message.
[[nodiscard]] model::submission_key submission_key_of(
    const vault::vault& vault,
    const model::oin& owner,
    std::string_view source,
    std::string_view id
);

}  // namespace hub::intake
