#include "hub/vault/seal_trust.hpp"

#include <utility>

namespace hub::vault {

void seal_trust::add(seal_certificate certificate) {
    if (!find(certificate.key_id(), certificate.thumbprint())) {
        certificates_.push_back(std::move(certificate));
    }
}

const seal_certificate* seal_trust::find(std::string_view key_id, std::string_view thumbprint)
    const noexcept {
    for (const auto& certificate : certificates_) {
        if (certificate.key_id() == key_id && certificate.thumbprint() == thumbprint) {
            return &certificate;
        }
    }
    return nullptr;
}

head_verdict verify_head(std::string_view jws, const seal_trust& trust) {
    auto head = read_head(jws);
    if (!head) {
        return {head_fault::malformed, {}};
    }
    const auto* seal = trust.find(head->key_id, head->thumbprint);
    if (seal == nullptr) {
        return {head_fault::unknown_seal, {}};
    }
    if (!seal->verify(head->signing_input, head->signature)) {
        return {head_fault::signature, {}};
    }
    return {std::nullopt, std::move(head->fields)};
}

}  // namespace hub::vault
