// Fetches what a message refers to, from the one place that was agreed with its sender.
#pragma once

#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <string>
#include <variant>

namespace hub::ports {

struct fetch_request {
    std::string host;
    std::uint16_t port = 443;
    std::string target;
    // Whom the hub is there, and the file with its secret.
    std::string client_id;
    std::string secret_file;
};

enum class fetch_failure {
    // Passing.
    later,
    // Asking again changes nothing: refused, not there, too large, no secret.
    never,
};

// The body of a 200.
using fetch_result = std::variant<std::string, fetch_failure>;

// Used from one strand. Never follows a redirect.
class reference_fetcher {
public:
    virtual ~reference_fetcher() = default;
    [[nodiscard]] virtual boost::asio::awaitable<fetch_result> fetch(fetch_request what) = 0;
};

}  // namespace hub::ports
