// The port through which a listener hands requests to whoever answers them.
#pragma once

#include "adapters/http/exchange/request.hpp"
#include "adapters/http/exchange/response.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstddef>
#include <string_view>
#include <variant>

namespace adapters::http::exchange {

// What the listener must know before it reads a body.
struct route_limits {
    // Whether the handler gets the body as a whole, or takes it piece by piece.
    enum class reading { whole, pieces };

    std::size_t body_bytes = 0;
    reading body = reading::whole;
};

// Called on any of the listener's loops, several requests at once: implementations are thread-safe.
class handler {
public:
    virtual ~handler() = default;

    // Asked when the header is read, before the body is: how large it may be, or the answer (404,
    // 405, …) for which no body is read. May set the request's route and captures.
    [[nodiscard]] virtual std::variant<route_limits, response> admit(request& head) const = 0;

    // Called once the body is there, or, where the route takes it in pieces, before that. Must
    // outlive the call. An exception becomes a 500.
    [[nodiscard]] virtual boost::asio::awaitable<response> handle(request asked) = 0;

    // The template of a route that admit() chose, for logs and metrics.
    [[nodiscard]] virtual std::string_view route_name(std::size_t) const noexcept { return {}; }
};

}  // namespace adapters::http::exchange
