// TLS as NCSC-NL 2025 wants it, for one kind of listener.
#pragma once

#include "adapters/http/listener/openssl_pointers.hpp"
#include "adapters/http/listener/trust_material.hpp"
#include "adapters/http/listener/verdict_memory.hpp"
#include "hub/ports/clock.hpp"

#include <memory>

namespace adapters::http::listener {

// What a handshake leaves behind; bound to its connection with bind_facts().
struct handshake_facts {
    const hub::ports::clock* clock = nullptr;
    verdict_memory* memory = nullptr;
    // Null when the peer gave no certificate, or not in this handshake: a session was resumed.
    std::shared_ptr<const verdict> judged;
    // The session that the peer came with: with TLS 1.3 another takes its place at the end.
    session_pointer resumed;
};

void bind_facts(SSL& connection, handshake_facts& facts) noexcept;

// Throws std::runtime_error when OpenSSL refuses a setting. The material and its listener_trust
// outlive the context's connections.
[[nodiscard]] tls_context_pointer
create_tls_context(const trust::material& by, const listener_trust& how);

}  // namespace adapters::http::listener
