// The one thing that the open listener takes: Open Notificaties trying a subscription, which it
// does without a client certificate, once without and once with the agreed Authorization.
#pragma once

#include "adapters/http/answering/refusing.hpp"
#include "adapters/http/api/parts.hpp"
#include "adapters/http/exchange/request.hpp"
#include "adapters/http/exchange/response.hpp"

#include <boost/asio/awaitable.hpp>

namespace adapters::http::api {

// Nothing is ever kept of it. Thread-safe; the parts outlive it.
class subscription_trial {
public:
    explicit subscription_trial(const parts& given);

    [[nodiscard]] boost::asio::awaitable<exchange::response> answer(exchange::request asked) const;

private:
    [[nodiscard]] bool is_agreed(std::string_view authorization) const;

    const parts& parts_;
    answering::refusals refuse_;
};

}  // namespace adapters::http::api
