// What the hub is set up with and what it recorded: organisations, certificates, configuration,
// logs, processings.
#pragma once

#include "adapters/http/answering/refusing.hpp"
#include "adapters/http/console/parts.hpp"
#include "adapters/http/exchange/request.hpp"
#include "adapters/http/exchange/response.hpp"

#include <boost/asio/awaitable.hpp>

namespace adapters::http::console {

// Thread-safe; the parts outlive it.
class overview {
public:
    explicit overview(const parts& given) : parts_{given}, refuse_{given.telemetry} {}

    [[nodiscard]] boost::asio::awaitable<exchange::response> organisations(exchange::request asked
    ) const;
    [[nodiscard]] boost::asio::awaitable<exchange::response> certificates(exchange::request asked
    ) const;
    [[nodiscard]] boost::asio::awaitable<exchange::response> configuration(exchange::request asked
    ) const;
    // The logs that there are, and the certificates that their heads are checked with.
    [[nodiscard]] boost::asio::awaitable<exchange::response> logs(exchange::request asked) const;
    // Heads with their leaves, so that a log can be checked from outside.
    [[nodiscard]] boost::asio::awaitable<exchange::response> leaves(exchange::request asked) const;
    [[nodiscard]] boost::asio::awaitable<exchange::response> processings(exchange::request asked
    ) const;

private:
    const parts& parts_;
    answering::refusals refuse_;
};

}  // namespace adapters::http::console
