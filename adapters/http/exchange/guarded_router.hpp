// A router whose every route names who may come there, decided before a body is read and again
// before it is answered.
#pragma once

#include "adapters/http/exchange/handler.hpp"
#include "adapters/http/exchange/router.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace adapters::http::exchange {

// Audience is an enumeration of the server that derives from this; deriving fills the table in its
// constructor.
template <class Audience>
class guarded_router : public handler {
public:
    // A row of the table, for tests that decide on every route and every role.
    struct row {
        std::string method;
        std::string path_template;
        Audience audience;
    };

    [[nodiscard]] std::variant<route_limits, response> admit(request& head) const final {
        auto found = router_.admit(head);
        const bool routed = std::holds_alternative<route_limits>(found);
        if (auto refused = refuse(head, routed ? audience_of(head) : std::nullopt)) {
            return std::move(*refused);
        }
        return found;
    }

    [[nodiscard]] boost::asio::awaitable<response> handle(request asked) final {
        // The peer may have been judged again since its header came in.
        if (auto refused = refuse(asked, audience_of(asked))) {
            co_return std::move(*refused);
        }
        co_return co_await router_.handle(std::move(asked));
    }

    [[nodiscard]] std::string_view route_name(std::size_t route) const noexcept final {
        return router_.route_name(route);
    }

    [[nodiscard]] const std::vector<row>& table() const noexcept { return table_; }

protected:
    void add(
        std::string_view method,
        std::string_view path_template,
        Audience audience,
        route_limits limits,
        router::function answer
    ) {
        router_.add(std::string{method}, path_template, limits, std::move(answer));
        table_.push_back({std::string{method}, std::string{path_template}, audience});
    }

    // The answer for who may not come here; nothing lets the request in. The audience is nothing
    // for what is not in the table: whoever may come nowhere does not learn that.
    [[nodiscard]] virtual std::optional<response>
    refuse(const request& asked, std::optional<Audience> audience) const = 0;

private:
    [[nodiscard]] std::optional<Audience> audience_of(const request& asked) const {
        return table_.at(asked.route).audience;
    }

    router router_;
    std::vector<row> table_;
};

}  // namespace adapters::http::exchange
