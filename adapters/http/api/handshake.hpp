// The abuse protection of CloudEvents webhooks: OPTIONS on /v1/events says who may deliver here and
// how fast. A callback that is asked for is never called.
#pragma once

#include "adapters/http/answering/refusing.hpp"
#include "adapters/http/api/parts.hpp"
#include "adapters/http/exchange/request.hpp"
#include "adapters/http/exchange/response.hpp"

#include <boost/asio/awaitable.hpp>

namespace adapters::http::api {

// Thread-safe; the parts outlive it.
class handshake {
public:
    explicit handshake(const parts& given);

    [[nodiscard]] boost::asio::awaitable<exchange::response> answer(exchange::request asked) const;

private:
    const parts& parts_;
    answering::refusals refuse_;
};

}  // namespace adapters::http::api
