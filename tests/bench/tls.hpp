// Mutual TLS 1.3 on plain descriptors with as little around it as possible, for the load generator
// and for the floor server.
#pragma once

#include <openssl/ssl.h>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string_view>

namespace tests::bench {

struct tls_files {
    std::filesystem::path certificate;
    std::filesystem::path key;
    // By which the other side is judged.
    std::filesystem::path roots;
};

enum class tls_side { client, server };

struct free_context {
    void operator()(SSL_CTX* context) const noexcept { SSL_CTX_free(context); }
};
using tls_context = std::unique_ptr<SSL_CTX, free_context>;

// TLS 1.3 only, both sides show a certificate, no session resumption. Throws when a file is wrong.
[[nodiscard]] tls_context make_tls_context(const tls_files& files, tls_side side);

// Closes the descriptor it holds.
class descriptor {
public:
    explicit descriptor(int value) noexcept : value_{value} {}
    descriptor(descriptor&& other) noexcept : value_{other.value_} { other.value_ = -1; }
    descriptor& operator=(descriptor&& other) noexcept;
    ~descriptor();

    [[nodiscard]] int value() const noexcept { return value_; }

private:
    int value_;
};

enum class progress { done, wants_read, wants_write, closed };

struct transfer {
    progress state = progress::closed;
    std::size_t bytes = 0;
};

// One connection. Not thread-safe.
class tls_connection {
public:
    // Takes over a connected socket.
    tls_connection(SSL_CTX& context, descriptor socket, tls_side side);

    // Connects to the port on the loopback address and shakes hands, waiting for both; throws when
    // that fails. The socket does not block afterwards.
    [[nodiscard]] static tls_connection connect(SSL_CTX& context, std::uint16_t port);

    [[nodiscard]] progress handshake();
    [[nodiscard]] transfer read(std::span<char> target);
    // A write that waits must be called again with the same bytes.
    [[nodiscard]] transfer write(std::string_view bytes);
    // Bytes that were received but not read yet, which no poll would report.
    [[nodiscard]] bool has_pending() const noexcept;

    [[nodiscard]] int socket() const noexcept { return socket_.value(); }

private:
    struct free_ssl {
        void operator()(SSL* ssl) const noexcept { SSL_free(ssl); }
    };

    [[nodiscard]] progress judge(int returned) const;

    descriptor socket_;
    std::unique_ptr<SSL, free_ssl> ssl_;
};

}  // namespace tests::bench
