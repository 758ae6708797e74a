// Whether the hub lives, whether it is ready and why not, and its metrics.
#pragma once

#include "adapters/http/console/parts.hpp"
#include "adapters/http/exchange/request.hpp"
#include "adapters/http/exchange/response.hpp"

#include <boost/asio/awaitable.hpp>

namespace adapters::http::console {

// Thread-safe; the parts outlive it.
class health {
public:
    explicit health(const parts& given) : parts_{given} {}

    // Anyone: this process answers.
    [[nodiscard]] boost::asio::awaitable<exchange::response> livez(exchange::request asked) const;
    // Anyone sees the status; only an operator sees reasons.
    [[nodiscard]] boost::asio::awaitable<exchange::response> readyz(exchange::request asked) const;
    [[nodiscard]] boost::asio::awaitable<exchange::response> metrics(exchange::request asked) const;

private:
    const parts& parts_;
};

}  // namespace adapters::http::console
