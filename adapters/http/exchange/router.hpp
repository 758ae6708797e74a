// A table of methods and path templates, and the function that answers each.
#pragma once

#include "adapters/http/exchange/handler.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace adapters::http::exchange {

// Filled at start-up, then only read: thread-safe as far as the functions are.
class router final : public handler {
public:
    using function = std::function<boost::asio::awaitable<response>(request)>;

    // A template's segments are literal or "{name}", which captures one non-empty segment; a
    // literal segment wins over a captured one. Throws std::logic_error for a route that is there
    // already.
    void
    add(std::string method, std::string_view path_template, route_limits limits, function answer);

    // 404 for an unknown path (a trailing slash too), 405 with Allow for another method.
    [[nodiscard]] std::variant<route_limits, response> admit(request& head) const override;

    [[nodiscard]] boost::asio::awaitable<response> handle(request asked) override;

    [[nodiscard]] std::string_view route_name(std::size_t index) const noexcept override;

private:
    struct route {
        std::string method;
        std::string path_template;
        std::vector<std::string> segments;
        route_limits limits;
        function answer;
    };

    std::vector<route> routes_;
};

}  // namespace adapters::http::exchange
