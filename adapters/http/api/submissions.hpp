// Handing in: POST of aanmeldingen, signalen, berichten and registermutaties, and their dry runs.
#pragma once

#include "adapters/http/answering/refusing.hpp"
#include "adapters/http/api/parts.hpp"
#include "adapters/http/answering/rate_limit.hpp"
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
    [[nodiscard]] hub::model::decision<hub::intake::submission> read(exchange::request& asked
    ) const;

    const parts& parts_;
    const hub::ports::decoder& decoder_;
    answering::rate_limit& dry_runs_;
    answering::refusals refuse_;
};

}  // namespace adapters::http::api
