#include "adapters/http/listener/tls_context.hpp"

#include <openssl/err.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <stdexcept>
#include <string_view>

namespace adapters::http::listener {
namespace {

constexpr const char* suites_1_3 =
    "TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256:TLS_AES_128_GCM_SHA256";
constexpr const char* suites_1_2 =
    "ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384:"
    "ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305:"
    "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256";
constexpr const char* groups =
    "X25519:P-256:X448:P-384:P-521:brainpoolP256r1:brainpoolP384r1:brainpoolP512r1";
constexpr const char* signatures =
    "ECDSA+SHA256:ECDSA+SHA384:ECDSA+SHA512:ed25519:ed448:"
    "RSA-PSS+SHA256:RSA-PSS+SHA384:RSA-PSS+SHA512:"
    "rsa_pss_pss_sha256:rsa_pss_pss_sha384:rsa_pss_pss_sha512:"
    "RSA+SHA256:RSA+SHA384:RSA+SHA512";

// The open listener explains keys that are too small, so its handshake must get that far.
constexpr int lenient_security_level = 1;
constexpr int security_level = 2;

// A chain of four layers with the largest keys in use takes 8 KiB.
constexpr long certificate_list_bytes = 32L * 1024L;
constexpr std::chrono::seconds session_lifetime = std::chrono::hours{1};
// Few operators come, but often.
constexpr std::size_t operators_sessions = 256;

void must(bool done, const char* what) {
    if (!done) {
        ERR_clear_error();
        throw std::runtime_error{what};
    }
}

// Instead of OpenSSL's own verification: the same judgement as later on, with the faults that are
// answered let through.
int verify(X509_STORE_CTX* context, void* argument) {
    const auto& how = *static_cast<const listener_trust*>(argument);
    auto* const connection =
        static_cast<SSL*>(X509_STORE_CTX_get_ex_data(context, SSL_get_ex_data_X509_STORE_CTX_idx())
        );
    auto& facts = *static_cast<handshake_facts*>(SSL_get_app_data(connection));
    try {
        const auto chain =
            present(*X509_STORE_CTX_get0_cert(context), X509_STORE_CTX_get0_untrusted(context));
        facts.judged = facts.memory->judge(*how.of, how.kind, *chain, facts.clock->now());
        const bool is_kept = keep_with(*SSL_get_session(connection), chain);
        if (!is_kept || !facts.judged->peer.faults.empty()) {
            // A session that is not to be resumed needs no ticket.
            SSL_set_num_tickets(connection, 0);
        }
    } catch (...) {
        // Nothing may be thrown through OpenSSL; only memory can have run out.
        X509_STORE_CTX_set_error(context, X509_V_ERR_OUT_OF_MEM);
        return 0;
    }
    const int reason = facts.judged->alert_reason;
    if (reason != X509_V_OK && how.kind != listener_kind::open) {
        X509_STORE_CTX_set_error(context, reason);
        return 0;
    }
    X509_STORE_CTX_set_error(context, X509_V_OK);
    return 1;
}

// Called at each step of a handshake; of one that resumes, the first ones still have the session.
void note_session(const SSL* connection, int where, int) {
    auto* const facts = static_cast<handshake_facts*>(SSL_get_app_data(connection));
    if ((where & SSL_CB_LOOP) == 0 || facts == nullptr || facts->resumed ||
        SSL_session_reused(connection) != 1) {
        return;
    }
    auto* const session = SSL_get_session(connection);
    SSL_SESSION_up_ref(session);
    facts->resumed.reset(session);
}

// HTTP/1.1 is all there is; a client that insists on something else gets no_application_protocol.
int choose_protocol(SSL*, const unsigned char** chosen, unsigned char* chosen_size, const unsigned char* offered, unsigned offered_size, void*) {
    static constexpr std::string_view http_1_1 = "http/1.1";
    while (offered_size > 0) {
        const unsigned size = offered[0];
        if (size + 1 > offered_size) {
            break;
        }
        if (std::string_view{reinterpret_cast<const char*>(offered + 1), size} == http_1_1) {
            *chosen = offered + 1;
            *chosen_size = offered[0];
            return SSL_TLSEXT_ERR_OK;
        }
        offered += size + 1;
        offered_size -= size + 1;
    }
    return SSL_TLSEXT_ERR_ALERT_FATAL;
}

void set_protocol(SSL_CTX* context, listener_kind kind) {
    must(SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION) == 1, "TLS 1.2");
    must(SSL_CTX_set_max_proto_version(context, TLS1_3_VERSION) == 1, "TLS 1.3");
    SSL_CTX_set_security_level(
        context, kind == listener_kind::open ? lenient_security_level : security_level
    );
    must(SSL_CTX_set_ciphersuites(context, suites_1_3) == 1, "suites of TLS 1.3");
    must(SSL_CTX_set_cipher_list(context, suites_1_2) == 1, "suites of TLS 1.2");
    must(SSL_CTX_set1_groups_list(context, groups) == 1, "groups");
    must(SSL_CTX_set1_sigalgs_list(context, signatures) == 1, "signatures");
    must(SSL_CTX_set1_client_sigalgs_list(context, signatures) == 1, "signatures of clients");
    // Many clients just go. HTTP says itself where a message ends, so nothing is cut off unseen; as
    // an error it would cost such a client its session.
    SSL_CTX_set_options(
        context,
        SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION |
            SSL_OP_NO_TICKET | SSL_OP_IGNORE_UNEXPECTED_EOF
    );
    must(SSL_CTX_set_max_early_data(context, 0) == 1, "early data");
    must(SSL_CTX_set_recv_max_early_data(context, 0) == 1, "early data");
    SSL_CTX_set_max_cert_list(context, certificate_list_bytes);
    SSL_CTX_set_mode(
        context,
        SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE |
            SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER | SSL_MODE_NO_AUTO_CHAIN
    );
    SSL_CTX_set_read_ahead(context, 1);
    SSL_CTX_set_alpn_select_cb(context, choose_protocol, nullptr);
}

std::size_t sessions_of(const trust::material& by, listener_kind kind) {
    switch (kind) {
        case listener_kind::main:
            return by.options.sessions;
        case listener_kind::open:
            break;
        case listener_kind::operators:
            return std::min(by.options.sessions, operators_sessions);
    }
    return 0;
}

// Sessions are kept here and not in tickets: a stateless ticket would carry the certificate, and
// cost three times as much. Whoever resumes one is judged again, because OpenSSL does not.
void set_sessions(SSL_CTX* context, const trust::material& by, listener_kind kind) {
    const auto sessions = sessions_of(by, kind);
    if (sessions == 0) {
        SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
        must(SSL_CTX_set_num_tickets(context, 0) == 1, "tickets");
        return;
    }
    SSL_CTX_set_info_callback(context, note_session);
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_SERVER);
    // OpenSSL makes room after it added one, until there are fewer than it says here.
    SSL_CTX_sess_set_cache_size(context, static_cast<long>(sessions) + 1);
    SSL_CTX_set_timeout(context, session_lifetime.count());
    must(SSL_CTX_set_num_tickets(context, 1) == 1, "tickets");
    std::array<unsigned char, 1 + sizeof by.generation> name{};
    name[0] = static_cast<unsigned char>(kind);
    for (std::size_t index = 0; index < sizeof by.generation; ++index) {
        name.at(1 + index) = static_cast<unsigned char>(by.generation >> (8 * index) & 0xFFU);
    }
    must(
        SSL_CTX_set_session_id_context(context, name.data(), name.size()) == 1,
        "name of the sessions"
    );
}

void set_certificate(SSL_CTX* context, const trust::material& by) {
    must(SSL_CTX_use_certificate(context, by.certificate.get()) == 1, "server certificate");
    for (const auto& layer : by.certificate_chain) {
        must(SSL_CTX_add1_chain_cert(context, layer.get()) == 1, "chain of the server");
    }
    must(SSL_CTX_use_PrivateKey(context, by.key.get()) == 1, "key of the server");
    must(SSL_CTX_check_private_key(context) == 1, "key that fits the server's certificate");
}

void ask_for_certificate(SSL_CTX* context, const listener_trust& how) {
    const int mode = how.kind == listener_kind::main
                         ? SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT
                         : SSL_VERIFY_PEER;
    SSL_CTX_set_verify(context, mode, nullptr);
    SSL_CTX_set_cert_verify_callback(context, verify, const_cast<listener_trust*>(&how));
    if (how.kind == listener_kind::open) {
        // Names no authorities, so that a client presents whatever it has.
        return;
    }
    for (const auto& root : how.of->roots_of(how.kind)) {
        must(SSL_CTX_add_client_CA(context, root.get()) == 1, "names of roots");
    }
}

}  // namespace

void bind_facts(SSL& connection, handshake_facts& facts) noexcept {
    SSL_set_app_data(&connection, &facts);
}

tls_context_pointer create_tls_context(const trust::material& by, const listener_trust& how) {
    tls_context_pointer result{SSL_CTX_new(TLS_server_method())};
    must(result != nullptr, "TLS context");
    set_protocol(result.get(), how.kind);
    set_sessions(result.get(), by, how.kind);
    set_certificate(result.get(), by);
    ask_for_certificate(result.get(), how);
    return result;
}

}  // namespace adapters::http::listener
