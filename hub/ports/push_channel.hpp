// Posts to the webhook of one organisation, and to nothing else.
#pragma once

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace hub::ports {

struct push_target {
    std::string host;
    std::uint16_t port = 443;
    // Path and query.
    std::string target;

    bool operator==(const push_target&) const = default;
};

struct push_request {
    std::string method = "POST";
    std::vector<std::pair<std::string, std::string>> headers;
    // Empty: no body.
    std::string content_type;
    std::string body;
};

struct push_answer {
    unsigned status = 0;
    std::string content_type;
    std::string body;
    // Retry-After in seconds.
    std::optional<std::chrono::seconds> retry_after;
    // WebHook-Allowed-Origin and -Rate, as they stand.
    std::string allowed_origin;
    std::string allowed_rate;
};

// Why there is no answer.
enum class push_failure {
    // The hub's own certificate, key or roots can't be read.
    not_set_up,
    not_reachable,
    // The name leads to no address that may be gone to.
    address_refused,
    // The receiver's certificate.
    not_trusted,
    // The receiver did not take the hub's certificate.
    refused_in_handshake,
    timed_out,
    broken,
};

using push_result = std::variant<push_answer, push_failure>;

// Used from one strand, one request at a time. Never follows a redirect.
class push_channel {
public:
    virtual ~push_channel() = default;
    [[nodiscard]] virtual boost::asio::awaitable<push_result> send(push_request what) = 0;
};

// Used from one strand.
class push_channels {
public:
    virtual ~push_channels() = default;
    // Reads certificates anew. Never null.
    [[nodiscard]] virtual std::unique_ptr<push_channel> open(push_target where) = 0;
};

}  // namespace hub::ports
