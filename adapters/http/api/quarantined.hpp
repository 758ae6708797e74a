// What was not understood of a sender's own, and until when it is kept.
#pragma once

#include "adapters/http/answering/refusing.hpp"
#include "adapters/http/api/parts.hpp"
#include "adapters/http/exchange/request.hpp"
#include "adapters/http/exchange/response.hpp"

#include <boost/asio/awaitable.hpp>

namespace adapters::http::api {

// Thread-safe; the parts outlive it. Only used when the quarantine is there.
class quarantined {
public:
    explicit quarantined(const parts& given) : parts_{given}, refuse_{given.telemetry} {}

    // What this certificate handed in, newest first.
    [[nodiscard]] boost::asio::awaitable<exchange::response> list(exchange::request asked) const;

private:
    const parts& parts_;
    answering::refusals refuse_;
};

}  // namespace adapters::http::api
