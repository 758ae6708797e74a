// POST /v1/sleutels/_vrijgeven: the key of one message, for one that may read it today.
#pragma once

#include "adapters/http/answering/rate_limit.hpp"
#include "adapters/http/answering/refusing.hpp"
#include "adapters/http/exchange/request.hpp"
#include "adapters/http/exchange/response.hpp"
#include "adapters/http/internal/parts.hpp"
#include "hub/model/destination.hpp"
#include "hub/model/rejection.hpp"

#include <boost/asio/awaitable.hpp>

namespace adapters::http::internal {

// What is asked is the envelope as it came from the topic: its receipt says what the message is and
// for whom, and no list of messages has to be at hand. The key leaves only when the release is in
// the log.
class key_release {
public:
    explicit key_release(const parts& given);

    [[nodiscard]] boost::asio::awaitable<exchange::response> answer(exchange::request asked);

private:
    struct released {
        hub::vault::envelope_seal seal;
        hub::model::destination to;
    };

    [[nodiscard]] hub::model::decision<released> decide(const exchange::request& asked);
    [[nodiscard]] hub::ports::async_result<void>
    record(const hub::model::oin& role, const released& what) const;

    const parts& parts_;
    answering::refusals refuse_;
    answering::rate_limit rate_;
};

}  // namespace adapters::http::internal
