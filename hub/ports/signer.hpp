// Signs the heads of logs with a seal certificate's key (ES256), which may live in hardware.
#pragma once

#include "hub/ports/result.hpp"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace hub::ports {

// Thread-safe.
class signer {
public:
    virtual ~signer() = default;

    // ES256 (RFC 7518 section 3.4): r and s of 32 bytes each over SHA-256 of the data.
    [[nodiscard]] virtual result<std::array<std::uint8_t, 64>> sign(std::string_view data
    ) const = 0;

    // The key's name in JWS headers (kid).
    [[nodiscard]] virtual std::string_view key_id() const noexcept = 0;

    // base64url of the seal certificate's SHA-256 (x5t#S256).
    [[nodiscard]] virtual std::string_view thumbprint() const noexcept = 0;
};

}  // namespace hub::ports
