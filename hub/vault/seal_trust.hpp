// The seal certificates by which heads are verified: today's and all earlier ones, since what was
// ever issued verifies for ever.
#pragma once

#include "hub/vault/es256.hpp"
#include "hub/vault/head.hpp"

#include <optional>
#include <string_view>
#include <vector>

namespace hub::vault {

class seal_trust {
public:
    // The same certificate twice is one.
    void add(seal_certificate certificate);

    [[nodiscard]] const std::vector<seal_certificate>& certificates() const noexcept {
        return certificates_;
    }

    // Both names must be those of one certificate.
    [[nodiscard]] const seal_certificate* find(std::string_view key_id, std::string_view thumbprint)
        const noexcept;

private:
    std::vector<seal_certificate> certificates_;
};

enum class head_fault {
    // No head as this hub writes them.
    malformed,
    // Signed with a key that is no known seal.
    unknown_seal,
    // The signature is not right.
    signature,
};

struct head_verdict {
    std::optional<head_fault> fault;
    // Verified, when there is no fault.
    head_fields fields;
};

[[nodiscard]] head_verdict verify_head(std::string_view jws, const seal_trust& trust);

}  // namespace hub::vault
