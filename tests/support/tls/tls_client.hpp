// A client for tests: sends raw bytes over TLS, reads answers, and tells by which alert it was
// refused.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

// OpenSSL's SSL_SESSION.
struct ssl_session_st;

namespace tests::support::tls {

struct client_options {
    std::uint16_t port = 0;
    // Roots that verify the server; empty: it isn't verified.
    std::filesystem::path ca;
    // With its chain; empty: no certificate is offered.
    std::filesystem::path certificate;
    std::filesystem::path key;
    // "1.2" or "1.3"; empty: both.
    std::string only_version;
    // OpenSSL's names; empty: its own choice.
    std::string suites_1_2;
    std::string suites_1_3;
    std::string groups;
    std::string signatures;
    std::string protocols;
    // Of an earlier client's session(); null: a full handshake.
    std::shared_ptr<ssl_session_st> session;
};

struct answer {
    unsigned status = 0;
    // Names in lower case; the last of each.
    std::map<std::string, std::string> headers;
    std::string body;

    // The value of a member of a JSON object without nesting; enough for a problem's code.
    [[nodiscard]] std::string member(std::string_view name) const;
};

// Blocks, at most ten seconds at each step. Not thread-safe.
class client {
public:
    // Connects and shakes hands; look at alert() and version() for what came of it.
    explicit client(const client_options& options);
    client(const client&) = delete;
    client& operator=(const client&) = delete;
    ~client();

    [[nodiscard]] bool is_connected() const noexcept;
    // False when the connection no longer takes bytes.
    bool send(std::string_view bytes);
    // The next answer; nothing when the connection ended before it was whole.
    [[nodiscard]] std::optional<answer> receive();
    [[nodiscard]] std::optional<answer> ask(std::string_view request);

    // Reads on until the end. True for a proper close_notify with nothing before it.
    [[nodiscard]] bool ends_properly();
    // Goes without saying anything.
    void vanish();

    // The server's fatal alert in words ("unknown CA"); empty when there was none. With TLS 1.3 an
    // alert about a certificate comes at the first receive().
    [[nodiscard]] std::string alert() const;
    [[nodiscard]] std::string version() const;
    [[nodiscard]] std::string suite() const;
    [[nodiscard]] std::string group() const;
    [[nodiscard]] std::string protocol() const;
    // For another client to resume. With TLS 1.3 there is one only after something was received.
    [[nodiscard]] std::shared_ptr<ssl_session_st> session() const;
    [[nodiscard]] bool is_resumed() const;
    // Whether the session allows data before its handshake.
    [[nodiscard]] bool allows_early_data() const;
    // Number of tickets that the server gave.
    [[nodiscard]] int tickets() const;

private:
    struct implementation;
    [[nodiscard]] bool fill();
    std::unique_ptr<implementation> implementation_;
};

}  // namespace tests::support::tls
