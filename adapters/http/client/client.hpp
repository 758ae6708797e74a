// The client side of HTTP over mutual TLS: one connection, kept alive, a deadline on every request.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/system/error_code.hpp>
#include <boost/system/result.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace adapters::http::client {

// What can go wrong before there is an answer.
enum class errc {
    // Nothing listens there, or the name is unknown.
    not_reachable = 1,
    // The name leads to no address that may be gone to.
    address_refused,
    // The server's certificate does not lead to the given roots, or names another host.
    server_not_trusted,
    // The server ended the handshake: it did not take this certificate.
    refused_in_handshake,
    // No complete answer before the deadline; whether the request was handled is unknown.
    timed_out,
    // The connection broke, or the answer is no HTTP or larger than allowed; outcome unknown.
    broken,
};

[[nodiscard]] boost::system::error_code make_error_code(errc value) noexcept;

// Which addresses a name may lead to. The address that was looked at is the one that is gone to.
enum class addresses { any, public_only };

// Certificate, key or roots could not be loaded: throws std::runtime_error at construction.
struct options {
    std::string host = "localhost";
    std::uint16_t port = 0;
    // PEM file with the roots that verify the server.
    std::string roots_file;
    // PEM files of the client's chain and key; both empty for none.
    std::string certificate_file;
    std::string key_file;
    std::chrono::milliseconds timeout{10'000};
    std::size_t max_answer_bytes = 16U * 1024U * 1024U;
    addresses may_reach = addresses::any;
};

struct request {
    std::string method = "GET";
    std::string target = "/";
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;
    // Longer than options.timeout where the server may wait (long polling); zero takes the default.
    std::chrono::milliseconds timeout{0};
};

struct response {
    unsigned status = 0;
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;

    // The first value of a header, compared without regard to case; empty when absent.
    [[nodiscard]] std::string header(std::string_view name) const;
};

// Used from one strand, one request at a time.
class client {
public:
    virtual ~client() = default;

    // Connects when needed. A kept connection that the server has closed meanwhile is opened again
    // once, for requests of which nothing was answered yet: every POST of the hub's own is
    // idempotent by its id.
    [[nodiscard]] virtual boost::asio::awaitable<boost::system::result<response>> send(request what
    ) = 0;
};

[[nodiscard]] std::unique_ptr<client>
create_client(boost::asio::any_io_executor executor, options how);

}  // namespace adapters::http::client

template <>
struct boost::system::is_error_code_enum<adapters::http::client::errc> : std::true_type {};
