// TLS right on a non-blocking descriptor: each call does what can be done now and says what it
// waits for.
#pragma once

#include "adapters/http/listener/openssl_pointers.hpp"

#include <cstddef>
#include <span>
#include <string_view>

namespace adapters::http::listener {

enum class io_state {
    done,
    want_read,
    want_write,
    // The peer said goodbye, or just went.
    closed,
    failed,
};

struct io_progress {
    io_state state = io_state::failed;
    std::size_t bytes = 0;
};

// Writes to the descriptor without MSG_NOSIGNAL: SIGPIPE is ignored in this process.
class tls_stream {
public:
    // The descriptor stays the caller's and outlives this.
    tls_stream(SSL_CTX& context, int descriptor);
    tls_stream(const tls_stream&) = delete;
    tls_stream& operator=(const tls_stream&) = delete;
    ~tls_stream();

    [[nodiscard]] io_state handshake() noexcept;
    [[nodiscard]] io_progress read(std::span<char> into) noexcept;
    // Something came that no read has given out yet.
    [[nodiscard]] bool has_unread() const noexcept;
    [[nodiscard]] io_progress write(std::string_view bytes) noexcept;
    // Sends close_notify if the connection still stands; waits for nothing.
    void close() noexcept;
    // Neither the session that it came with (may be null) nor the one that it leaves can be resumed
    // from now on.
    void forget_session(SSL_SESSION* came_with) noexcept;

    // After a failed handshake: a stable code for operators.
    [[nodiscard]] std::string_view failure() const noexcept { return failure_; }
    [[nodiscard]] SSL& native() noexcept { return *tls_; }

private:
    [[nodiscard]] io_state state_after(int outcome) noexcept;

    tls_pointer tls_;
    std::string_view failure_;
    // No close_notify before the handshake or after an error.
    bool stands_ = false;
};

}  // namespace adapters::http::listener
