// What anyone may check without asking: the contract, the seal certificates and the signed heads of
// the logs.
#pragma once

#include "adapters/http/answering/refusing.hpp"
#include "adapters/http/api/parts.hpp"
#include "adapters/http/exchange/request.hpp"
#include "adapters/http/exchange/response.hpp"

#include <boost/asio/awaitable.hpp>

namespace adapters::http::api {

// Thread-safe; the parts outlive it.
class published {
public:
    explicit published(const parts& given) : parts_{given}, refuse_{given.telemetry} {}

    // With CORS, so that any page may show the contract.
    [[nodiscard]] boost::asio::awaitable<exchange::response> openapi(exchange::request asked) const;
    [[nodiscard]] boost::asio::awaitable<exchange::response> zegels(exchange::request asked) const;
    [[nodiscard]] boost::asio::awaitable<exchange::response> auditwortels(exchange::request asked
    ) const;

private:
    const parts& parts_;
    answering::refusals refuse_;
};

}  // namespace adapters::http::api
