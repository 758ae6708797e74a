// ES256 (RFC 7518 section 3.4) with keys and certificates from PEM text.
#pragma once

#include "hub/model/timestamp.hpp"
#include "hub/ports/result.hpp"

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace hub::vault {

using es256_signature = std::array<std::uint8_t, 64>;

// Thread-safe.
class es256_private_key {
public:
    // Nothing when it is not the unencrypted private key of curve P-256.
    [[nodiscard]] static std::optional<es256_private_key> from_pem(std::string_view pem);

    [[nodiscard]] ports::result<es256_signature> sign(std::string_view data) const;

private:
    struct material;
    explicit es256_private_key(std::shared_ptr<const material> key) noexcept;
    std::shared_ptr<const material> key_;
};

// A seal certificate: whoever trusts it verifies heads with it. Thread-safe.
class seal_certificate {
public:
    // The text's first certificate; what follows is its chain. Nothing when its key is not of
    // curve P-256.
    [[nodiscard]] static std::optional<seal_certificate> from_pem(std::string_view pem);

    // "zegel-" and the first twelve hex digits of the certificate's SHA-256.
    [[nodiscard]] const std::string& key_id() const noexcept { return key_id_; }
    // base64url of the certificate's SHA-256.
    [[nodiscard]] const std::string& thumbprint() const noexcept { return thumbprint_; }
    // The text it came from, chain included.
    [[nodiscard]] const std::string& pem() const noexcept { return pem_; }
    // From when until when the certificate says that it holds.
    [[nodiscard]] model::timestamp from() const noexcept { return from_; }
    [[nodiscard]] model::timestamp until() const noexcept { return until_; }

    // False for any signature that is not right.
    [[nodiscard]] bool verify(std::string_view data, const es256_signature& signature) const;

private:
    struct material;
    seal_certificate() = default;
    std::shared_ptr<const material> key_;
    std::string key_id_;
    std::string thumbprint_;
    std::string pem_;
    model::timestamp from_{};
    model::timestamp until_{};
};

}  // namespace hub::vault
