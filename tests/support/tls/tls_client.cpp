#include "tests/support/tls/tls_client.hpp"

#include <openssl/err.h>
#include <openssl/ssl.h>

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <csignal>
#include <netinet/tcp.h>
#include <stdexcept>
#include <sys/socket.h>
#include <unistd.h>

namespace tests::support::tls {
namespace {

constexpr timeval patience{10, 0};

void must(bool done, const char* what) {
    if (!done) {
        throw std::runtime_error{std::string{"test client: "} + what};
    }
}

int connect_to(std::uint16_t port) {
    const int result = ::socket(AF_INET, SOCK_STREAM, 0);
    const int on = 1;
    ::setsockopt(result, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    ::setsockopt(result, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    ::setsockopt(result, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    sockaddr_in where{};
    where.sin_family = AF_INET;
    where.sin_port = htons(port);
    where.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    must(
        ::connect(result, reinterpret_cast<const sockaddr*>(&where), sizeof where) == 0, "connect"
    );
    return result;
}

std::string lower(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return text;
}

}  // namespace

struct client::implementation {
    SSL_CTX* context = SSL_CTX_new(TLS_client_method());
    SSL* tls = nullptr;
    int descriptor = -1;
    bool connected = false;
    bool ended_properly = false;
    int alert = -1;
    int tickets = 0;
    std::string input;

    ~implementation() {
        SSL_free(tls);
        SSL_CTX_free(context);
        if (descriptor >= 0) {
            ::close(descriptor);
        }
    }

    void set_up(const client_options& options) const {
        // Whatever is tried, it must be the server that refuses it.
        SSL_CTX_set_security_level(context, 0);
        SSL_CTX_set_min_proto_version(context, TLS1_VERSION);
        SSL_CTX_set_mode(context, SSL_MODE_NO_AUTO_CHAIN);
        const auto version = options.only_version == "1.3"   ? TLS1_3_VERSION
                             : options.only_version == "1.2" ? TLS1_2_VERSION
                             : options.only_version == "1.1" ? TLS1_1_VERSION
                                                             : 0;
        if (version != 0) {
            SSL_CTX_set_min_proto_version(context, version);
            SSL_CTX_set_max_proto_version(context, version);
        }
        if (!options.suites_1_2.empty()) {
            must(SSL_CTX_set_cipher_list(context, options.suites_1_2.c_str()) == 1, "suites");
        }
        if (!options.suites_1_3.empty()) {
            must(SSL_CTX_set_ciphersuites(context, options.suites_1_3.c_str()) == 1, "suites");
        }
        if (!options.groups.empty()) {
            must(SSL_CTX_set1_groups_list(context, options.groups.c_str()) == 1, "groups");
        }
        if (!options.signatures.empty()) {
            must(SSL_CTX_set1_sigalgs_list(context, options.signatures.c_str()) == 1, "sigalgs");
        }
        if (!options.ca.empty()) {
            must(SSL_CTX_load_verify_locations(context, options.ca.c_str(), nullptr) == 1, "roots");
            SSL_CTX_set_verify(context, SSL_VERIFY_PEER, nullptr);
        }
        if (!options.certificate.empty()) {
            must(
                SSL_CTX_use_certificate_chain_file(context, options.certificate.c_str()) == 1,
                "certificate"
            );
            must(
                SSL_CTX_use_PrivateKey_file(context, options.key.c_str(), SSL_FILETYPE_PEM) == 1,
                "key"
            );
        }
    }
};

client::client(const client_options& options)
    : implementation_{std::make_unique<implementation>()} {
    std::signal(SIGPIPE, SIG_IGN);
    ERR_clear_error();
    auto& own = *implementation_;
    own.set_up(options);
    own.descriptor = connect_to(options.port);
    own.tls = SSL_new(own.context);
    SSL_set_fd(own.tls, own.descriptor);
    std::string name = "localhost";
    SSL_ctrl(own.tls, SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name, name.data());
    if (!options.protocols.empty()) {
        std::string wire(1, static_cast<char>(options.protocols.size()));
        wire += options.protocols;
        SSL_set_alpn_protos(
            own.tls,
            reinterpret_cast<const unsigned char*>(wire.data()),
            static_cast<unsigned>(wire.size())
        );
    }
    SSL_set_app_data(own.tls, &own);
    SSL_set_info_callback(own.tls, [](const SSL* tls, int where, int value) {
        if ((where & SSL_CB_READ_ALERT) == SSL_CB_READ_ALERT && (value >> 8) == SSL3_AL_FATAL) {
            static_cast<implementation*>(SSL_get_app_data(tls))->alert = value;
        }
    });
    SSL_set_msg_callback(
        own.tls,
        [](int sent, int, int type, const void* bytes, std::size_t size, SSL* tls, void*) {
            if (sent == 0 && type == SSL3_RT_HANDSHAKE && size > 0 &&
                *static_cast<const unsigned char*>(bytes) == SSL3_MT_NEWSESSION_TICKET) {
                ++static_cast<implementation*>(SSL_get_app_data(tls))->tickets;
            }
        }
    );
    if (options.session) {
        must(SSL_set_session(own.tls, options.session.get()) == 1, "session");
    }
    own.connected = SSL_connect(own.tls) == 1;
}

client::~client() {
    if (implementation_->connected) {
        SSL_shutdown(implementation_->tls);
    }
    // However it went: a test may want its session.
    SSL_set_shutdown(implementation_->tls, SSL_SENT_SHUTDOWN | SSL_RECEIVED_SHUTDOWN);
    ERR_clear_error();
}

bool client::is_connected() const noexcept {
    return implementation_->connected;
}

bool client::send(std::string_view bytes) {
    ERR_clear_error();
    std::size_t written = 0;
    return SSL_write_ex(implementation_->tls, bytes.data(), bytes.size(), &written) == 1;
}

bool client::fill() {
    ERR_clear_error();
    auto& own = *implementation_;
    std::array<char, 4096> piece{};
    std::size_t bytes = 0;
    const int outcome = SSL_read_ex(own.tls, piece.data(), piece.size(), &bytes);
    if (outcome != 1) {
        own.ended_properly = SSL_get_error(own.tls, outcome) == SSL_ERROR_ZERO_RETURN;
        own.connected = false;
        return false;
    }
    own.input.append(piece.data(), bytes);
    return true;
}

std::optional<answer> client::receive() {
    auto& input = implementation_->input;
    std::size_t end = 0;
    while ((end = input.find("\r\n\r\n")) == std::string::npos) {
        if (!implementation_->connected || !fill()) {
            return std::nullopt;
        }
    }
    answer result;
    result.status = static_cast<unsigned>(std::stoul(input.substr(9, 3)));
    for (auto at = input.find("\r\n") + 2; at < end;) {
        const auto line_end = input.find("\r\n", at);
        const auto colon = input.find(": ", at);
        result.headers[lower(input.substr(at, colon - at))] =
            input.substr(colon + 2, line_end - colon - 2);
        at = line_end + 2;
    }
    const auto length = result.headers.find("content-length");
    const auto size = length == result.headers.end() ? 0 : std::stoul(length->second);
    while (input.size() < end + 4 + size) {
        if (!fill()) {
            return std::nullopt;
        }
    }
    result.body = input.substr(end + 4, size);
    input.erase(0, end + 4 + size);
    return result;
}

std::optional<answer> client::ask(std::string_view request) {
    send(request);
    return receive();
}

bool client::ends_properly() {
    auto& own = *implementation_;
    while (own.connected && fill()) {
    }
    return own.ended_properly && own.input.empty();
}

void client::vanish() {
    ::close(implementation_->descriptor);
    implementation_->descriptor = -1;
    implementation_->connected = false;
}

std::string client::alert() const {
    const int value = implementation_->alert;
    if (value >= 0 && (value & 0xFF) == SSL_AD_CERTIFICATE_REQUIRED) {
        // OpenSSL 3.0 has no words for this one.
        return "certificate required";
    }
    return value < 0 ? std::string{} : SSL_alert_desc_string_long(value);
}

std::string client::version() const {
    return SSL_get_version(implementation_->tls);
}

std::string client::suite() const {
    const auto* const suite = SSL_get_current_cipher(implementation_->tls);
    return suite != nullptr ? SSL_CIPHER_get_name(suite) : "";
}

std::string client::group() const {
    const auto id = SSL_get_negotiated_group(implementation_->tls);
    return id != 0 ? OBJ_nid2sn(static_cast<int>(id)) : "";
}

std::string client::protocol() const {
    const unsigned char* name = nullptr;
    unsigned size = 0;
    SSL_get0_alpn_selected(implementation_->tls, &name, &size);
    return {reinterpret_cast<const char*>(name), size};
}

std::shared_ptr<ssl_session_st> client::session() const {
    return {SSL_get1_session(implementation_->tls), SSL_SESSION_free};
}

bool client::is_resumed() const {
    return SSL_session_reused(implementation_->tls) == 1;
}

bool client::allows_early_data() const {
    const auto* const session = SSL_get_session(implementation_->tls);
    return session != nullptr && SSL_SESSION_get_max_early_data(session) > 0;
}

int client::tickets() const {
    return implementation_->tickets;
}

std::string answer::member(std::string_view name) const {
    const auto key = "\"" + std::string{name} + "\":";
    const auto at = body.find(key);
    if (at == std::string::npos) {
        return {};
    }
    const auto from = at + key.size();
    const bool quoted = body[from] == '"';
    const auto end = body.find_first_of(quoted ? "\"" : ",}", from + 1);
    return body.substr(quoted ? from + 1 : from, end - from - (quoted ? 1 : 0));
}

}  // namespace tests::support::tls
