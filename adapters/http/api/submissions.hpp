// Handing in: POST of aanmeldingen, signalen, berichten and registermutaties, and their dry runs.
#pragma once

#include "adapters/http/answering/rate_limit.hpp"
#include "adapters/http/answering/refusing.hpp"
#include "adapters/http/api/parts.hpp"
#include "adapters/http/exchange/request.hpp"
#include "adapters/http/exchange/response.hpp"
#include "hub/ports/decoder.hpp"

#include <boost/asio/awaitable.hpp>

namespace adapters::http::api {

// One kind of message. Thread-safe; the parts outlive it.
class submissions {
public:
    submissions(
        const parts& given,
        const hub::ports::decoder& decoder,
        answering::rate_limit& dry_runs
    );

    [[nodiscard]] boost::asio::awaitable<exchange::response> hand_in(exchange::request asked) const;
    [[nodiscard]] boost::asio::awaitable<exchange::response> check(exchange::request asked) const;

private:
    // Takes over the body.
    [[nodiscard]] hub::model::decision<hub::intake::submission>
    submission_of(hub::ports::decoded_message decoded, exchange::request& asked) const;
    // The reference is to the caller's own frame, which waits for it.
    [[nodiscard]] boost::asio::awaitable<hub::model::rejection>
    keep_undecoded(exchange::request& asked, hub::model::rejection why) const;

    const parts& parts_;
    const hub::ports::decoder& decoder_;
    answering::rate_limit& dry_runs_;
    answering::refusals refuse_;
};

}  // namespace adapters::http::api
