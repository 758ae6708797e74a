// The root keys of an instance: the key encryption key and the independent keys for digests and
// pseudonyms.
#pragma once

#include "hub/ports/result.hpp"

#include <array>
#include <cstdint>

namespace hub::ports {

using secret_key = std::array<std::uint8_t, 32>;

// What a key is for; no key serves two purposes.
enum class key_purpose {
    // Wraps case keys (KEK).
    key_encryption,
    // Digest of original bytes, for recognising the same content.
    original_digest,
    // Digest of the sender's own references, for searching.
    reference_digest,
    // The loket's pseudonym of a BSN, "the same person?".
    pseudonym_loket,
    // The logbook's pseudonym of a data subject.
    pseudonym_logbook,
};

// Thread-safe. A key file with mode 0600 today; PKCS#11 may follow behind the same port.
class key_provider {
public:
    virtual ~key_provider() = default;

    // The version that new material is made under.
    [[nodiscard]] virtual std::uint32_t current_version(key_purpose purpose) const noexcept = 0;

    // errc::not_found for a version that this instance never had.
    [[nodiscard]] virtual result<secret_key> key(key_purpose purpose, std::uint32_t version)
        const = 0;
};

}  // namespace hub::ports
