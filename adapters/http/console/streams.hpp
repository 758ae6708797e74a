// What carries messages between roles: where each reader is, what is wrong, and an operator's word
// after something was lost.
#pragma once

#include "adapters/http/answering/refusing.hpp"
#include "adapters/http/console/parts.hpp"
#include "adapters/http/exchange/request.hpp"
#include "adapters/http/exchange/response.hpp"

#include <boost/asio/awaitable.hpp>

namespace adapters::http::console {

// Thread-safe; the parts outlive it.
class streams {
public:
    explicit streams(const parts& given) : parts_{given}, refuse_{given.telemetry} {}

    [[nodiscard]] boost::asio::awaitable<exchange::response> show(exchange::request asked) const;
    [[nodiscard]] boost::asio::awaitable<exchange::response> resume(exchange::request asked) const;
    [[nodiscard]] boost::asio::awaitable<exchange::response> publish_again(exchange::request asked
    ) const;

private:
    const parts& parts_;
    answering::refusals refuse_;
};

}  // namespace adapters::http::console
