#include "adapters/http/listener/tls_stream.hpp"

#include <openssl/err.h>
#include <openssl/sslerr.h>

#include <new>

namespace adapters::http::listener {
namespace {

// Why a handshake failed, for operators; a library's own words are never logged.
std::string_view code_of(unsigned long error) noexcept {
    if (error == 0) {
        return "tls_afgebroken";
    }
    const int reason = ERR_GET_REASON(error);
    if (reason > SSL_AD_REASON_OFFSET) {
        // An alert from the peer: it does not believe the hub, or wants something else of it.
        return "tls_door_client_geweigerd";
    }
    switch (reason) {
        case SSL_R_PEER_DID_NOT_RETURN_A_CERTIFICATE:
            return "certificaat_ontbreekt";
        case SSL_R_CERTIFICATE_VERIFY_FAILED:
            return "certificaat_geweigerd";
        case SSL_R_UNSUPPORTED_PROTOCOL:
        case SSL_R_WRONG_VERSION_NUMBER:
        case SSL_R_UNKNOWN_PROTOCOL:
            return "tls_versie";
        case SSL_R_NO_SHARED_CIPHER:
            return "tls_suite";
        case SSL_R_NO_SHARED_GROUPS:
        case SSL_R_NO_SUITABLE_KEY_SHARE:
            return "tls_groep";
        case SSL_R_NO_SUITABLE_SIGNATURE_ALGORITHM:
        case SSL_R_NO_SHARED_SIGNATURE_ALGORITHMS:
        case SSL_R_WRONG_SIGNATURE_TYPE:
            return "tls_handtekening";
        case SSL_R_HTTP_REQUEST:
        case SSL_R_HTTPS_PROXY_REQUEST:
            return "http_zonder_tls";
        case SSL_R_UNEXPECTED_EOF_WHILE_READING:
            return "tls_afgebroken";
        default:
            return "tls_handdruk";
    }
}

}  // namespace

tls_stream::tls_stream(SSL_CTX& context, int descriptor) : tls_{SSL_new(&context)} {
    if (!tls_ || SSL_set_fd(tls_.get(), descriptor) != 1) {
        throw std::bad_alloc{};
    }
    SSL_set_accept_state(tls_.get());
}

tls_stream::~tls_stream() {
    // Otherwise OpenSSL throws away the session of every peer that just went.
    if (SSL_is_init_finished(tls_.get()) == 1) {
        SSL_set_shutdown(tls_.get(), SSL_SENT_SHUTDOWN | SSL_RECEIVED_SHUTDOWN);
    }
}

void tls_stream::forget_session(SSL_SESSION* came_with) noexcept {
    for (auto* const session : {SSL_get_session(tls_.get()), came_with}) {
        if (session != nullptr) {
            SSL_CTX_remove_session(SSL_get_SSL_CTX(tls_.get()), session);
        }
    }
}

io_state tls_stream::handshake() noexcept {
    ERR_clear_error();
    const int outcome = SSL_do_handshake(tls_.get());
    if (outcome == 1) {
        stands_ = true;
        return io_state::done;
    }
    return state_after(outcome);
}

io_progress tls_stream::read(std::span<char> into) noexcept {
    ERR_clear_error();
    std::size_t bytes = 0;
    const int outcome = SSL_read_ex(tls_.get(), into.data(), into.size(), &bytes);
    return outcome == 1 ? io_progress{io_state::done, bytes} : io_progress{state_after(outcome), 0};
}

bool tls_stream::has_unread() const noexcept {
    return SSL_has_pending(tls_.get()) == 1;
}

io_progress tls_stream::write(std::string_view bytes) noexcept {
    ERR_clear_error();
    std::size_t written = 0;
    const int outcome = SSL_write_ex(tls_.get(), bytes.data(), bytes.size(), &written);
    return outcome == 1 ? io_progress{io_state::done, written}
                        : io_progress{state_after(outcome), 0};
}

void tls_stream::close() noexcept {
    if (!stands_) {
        return;
    }
    stands_ = false;
    ERR_clear_error();
    SSL_shutdown(tls_.get());
    ERR_clear_error();
}

io_state tls_stream::state_after(int outcome) noexcept {
    switch (SSL_get_error(tls_.get(), outcome)) {
        case SSL_ERROR_WANT_READ:
            return io_state::want_read;
        case SSL_ERROR_WANT_WRITE:
            return io_state::want_write;
        case SSL_ERROR_ZERO_RETURN:
            failure_ = "tls_afgebroken";
            return io_state::closed;
        default:
            break;
    }
    stands_ = false;
    const auto error = ERR_peek_error();
    failure_ = code_of(error);
    ERR_clear_error();
    return failure_ == "tls_afgebroken" ? io_state::closed : io_state::failed;
}

}  // namespace adapters::http::listener
