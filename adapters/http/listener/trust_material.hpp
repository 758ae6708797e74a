// What a trust snapshot is made of.
#pragma once

#include "adapters/http/listener/crl_set.hpp"
#include "adapters/http/listener/openssl_pointers.hpp"
#include "adapters/http/listener/options.hpp"
#include "adapters/http/listener/trust.hpp"

#include <array>
#include <cstdint>
#include <vector>

namespace adapters::http::listener {

// How one kind of listener treats certificates; handed to OpenSSL, so it stays where it is.
struct listener_trust {
    const trust::material* of = nullptr;
    listener_kind kind = listener_kind::main;
    tls_context_pointer context;
};

struct trust::material {
    trust_options options;
    std::uint64_t generation = 0;
    std::vector<certificate_pointer> client_roots;
    std::vector<certificate_pointer> intermediates;
    std::vector<certificate_pointer> operator_roots;
    crl_set crls;
    certificate_pointer certificate;
    std::vector<certificate_pointer> certificate_chain;
    key_pointer key;
    // Roots and CRLs as OpenSSL verifies with them.
    store_pointer client_store;
    store_pointer operator_store;
    // By listener_kind.
    std::array<listener_trust, 3> listeners;

    [[nodiscard]] const listener_trust& of(listener_kind kind) const noexcept {
        return listeners[static_cast<std::size_t>(kind)];
    }
    [[nodiscard]] X509_STORE* store_of(listener_kind kind) const noexcept {
        return kind == listener_kind::operators ? operator_store.get() : client_store.get();
    }
    [[nodiscard]] const std::vector<certificate_pointer>& roots_of(listener_kind kind
    ) const noexcept {
        return kind == listener_kind::operators ? operator_roots : client_roots;
    }
};

}  // namespace adapters::http::listener
