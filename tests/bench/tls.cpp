#include "tests/bench/tls.hpp"

#include <openssl/err.h>

#include <arpa/inet.h>
#include <cstring>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdexcept>
#include <string>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

namespace tests::bench {
namespace {

constexpr int handshake_deadline_s = 20;

void must(bool right, const char* what) {
    if (!right) {
        throw std::runtime_error{std::string{"TLS: "} + what};
    }
}

void set_blocking_deadline(int socket) {
    const timeval deadline{.tv_sec = handshake_deadline_s, .tv_usec = 0};
    setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &deadline, sizeof deadline);
    setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &deadline, sizeof deadline);
}

}  // namespace

tls_context make_tls_context(const tls_files& files, tls_side side) {
    tls_context context{
        SSL_CTX_new(side == tls_side::client ? TLS_client_method() : TLS_server_method())};
    must(context != nullptr, "no context");
    auto* const raw = context.get();
    must(SSL_CTX_set_min_proto_version(raw, TLS1_3_VERSION) == 1, "no TLS 1.3");
    must(
        SSL_CTX_use_certificate_chain_file(raw, files.certificate.c_str()) == 1,
        "the certificate cannot be read"
    );
    must(
        SSL_CTX_use_PrivateKey_file(raw, files.key.c_str(), SSL_FILETYPE_PEM) == 1,
        "the key cannot be read"
    );
    must(SSL_CTX_load_verify_file(raw, files.roots.c_str()) == 1, "the roots cannot be read");
    SSL_CTX_set_verify(raw, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nullptr);
    SSL_CTX_set_mode(raw, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
    SSL_CTX_set_options(raw, SSL_OP_IGNORE_UNEXPECTED_EOF);
    SSL_CTX_set_session_cache_mode(raw, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_num_tickets(raw, 0);
    // One receive per record instead of one for its header and one for the rest.
    SSL_CTX_set_read_ahead(raw, 1);
    return context;
}

descriptor& descriptor::operator=(descriptor&& other) noexcept {
    std::swap(value_, other.value_);
    return *this;
}

descriptor::~descriptor() {
    if (value_ >= 0) {
        ::close(value_);
    }
}

tls_connection::tls_connection(SSL_CTX& context, descriptor socket, tls_side side)
    : socket_{std::move(socket)}, ssl_{SSL_new(&context)} {
    must(ssl_ != nullptr && SSL_set_fd(ssl_.get(), socket_.value()) == 1, "no connection");
    // With Nagle's algorithm a first request would wait for the peer's delayed acknowledgement.
    const int yes = 1;
    setsockopt(socket_.value(), IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    if (side == tls_side::client) {
        SSL_set_connect_state(ssl_.get());
    } else {
        SSL_set_accept_state(ssl_.get());
    }
}

tls_connection tls_connection::connect(SSL_CTX& context, std::uint16_t port) {
    descriptor socket{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
    must(socket.value() >= 0, "no socket");
    set_blocking_deadline(socket.value());
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    sockaddr generic{};
    static_assert(sizeof generic == sizeof address);
    std::memcpy(&generic, &address, sizeof generic);
    must(::connect(socket.value(), &generic, sizeof generic) == 0, "nobody listens");
    tls_connection connection{context, std::move(socket), tls_side::client};
    // SSL_set_tlsext_host_name is a macro with an old cast in it.
    std::string name = "localhost";
    must(
        SSL_ctrl(
            connection.ssl_.get(),
            SSL_CTRL_SET_TLSEXT_HOSTNAME,
            TLSEXT_NAMETYPE_host_name,
            name.data()
        ) == 1,
        "no server name"
    );
    must(SSL_set1_host(connection.ssl_.get(), name.c_str()) == 1, "no server name");
    must(connection.handshake() == progress::done, "the handshake failed");
    const int flags = fcntl(connection.socket(), F_GETFL);
    must(fcntl(connection.socket(), F_SETFL, flags | O_NONBLOCK) == 0, "no non-blocking socket");
    return connection;
}

progress tls_connection::judge(int returned) const {
    switch (SSL_get_error(ssl_.get(), returned)) {
        case SSL_ERROR_NONE:
            return progress::done;
        case SSL_ERROR_WANT_READ:
            return progress::wants_read;
        case SSL_ERROR_WANT_WRITE:
            return progress::wants_write;
        default:
            return progress::closed;
    }
}

progress tls_connection::handshake() {
    ERR_clear_error();
    return judge(SSL_do_handshake(ssl_.get()));
}

transfer tls_connection::read(std::span<char> target) {
    ERR_clear_error();
    std::size_t bytes = 0;
    const int returned = SSL_read_ex(ssl_.get(), target.data(), target.size(), &bytes);
    return {judge(returned), bytes};
}

transfer tls_connection::write(std::string_view bytes) {
    ERR_clear_error();
    std::size_t written = 0;
    const int returned = SSL_write_ex(ssl_.get(), bytes.data(), bytes.size(), &written);
    return {judge(returned), written};
}

bool tls_connection::has_pending() const noexcept {
    return SSL_has_pending(ssl_.get()) == 1;
}

}  // namespace tests::bench
