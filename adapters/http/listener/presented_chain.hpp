// What a peer presented, kept with its TLS session, so that a resumed one is judged by the same
// certificates.
#pragma once

#include "adapters/http/listener/openssl_pointers.hpp"

#include <memory>
#include <string>

namespace adapters::http::listener {

// Immutable and thread-safe: sessions are shared by the loops.
struct presented_chain {
    certificate_pointer leaf;
    // What was sent along; owned.
    owned_stack_pointer sent;
    // The digests of all of them in order: equal keys are equal certificates.
    std::string key;
};

// Keeps its own references. `sent` may be null. Throws std::bad_alloc.
[[nodiscard]] std::shared_ptr<const presented_chain>
present(X509& leaf, const STACK_OF(X509) * sent);

// False when there is no memory: then the session is not worth keeping.
[[nodiscard]] bool
keep_with(SSL_SESSION& session, std::shared_ptr<const presented_chain> chain) noexcept;

// Null when none was kept.
[[nodiscard]] std::shared_ptr<const presented_chain> kept_with(const SSL_SESSION& session) noexcept;

}  // namespace adapters::http::listener
