// A seal certificate with its key, made for one test run, and a signer that uses it.
#pragma once

#include "hub/ports/signer.hpp"
#include "hub/vault/es256.hpp"

#include <string>

namespace tests::support {

// PEM texts of a self-signed seal certificate and its key.
struct seal_texts {
    std::string certificate;
    std::string key;
};

[[nodiscard]] seal_texts make_seal_texts(const std::string& curve = "P-256");

// Thread-safe.
class test_seal final : public hub::ports::signer {
public:
    test_seal() : test_seal{make_seal_texts()} {}
    explicit test_seal(const seal_texts& texts)
        : key_{hub::vault::es256_private_key::from_pem(texts.key).value()},
          certificate_{hub::vault::seal_certificate::from_pem(texts.certificate).value()} {}

    [[nodiscard]] hub::ports::result<std::array<std::uint8_t, 64>> sign(std::string_view data
    ) const override {
        return key_.sign(data);
    }
    [[nodiscard]] std::string_view key_id() const noexcept override {
        return certificate_.key_id();
    }
    [[nodiscard]] std::string_view thumbprint() const noexcept override {
        return certificate_.thumbprint();
    }

    [[nodiscard]] const hub::vault::seal_certificate& certificate() const noexcept {
        return certificate_;
    }

private:
    hub::vault::es256_private_key key_;
    hub::vault::seal_certificate certificate_;
};

}  // namespace tests::support
