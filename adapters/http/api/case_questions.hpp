// What the hub knows of a case that is the asker's own, for forms that ask in their own words.
#pragma once

#include "adapters/http/api/parts.hpp"
#include "adapters/http/exchange/request.hpp"
#include "hub/model/rejection.hpp"
#include "hub/ports/message_form.hpp"

#include <boost/asio/awaitable.hpp>

namespace adapters::http::api {

// Codes casus_onbekend, gewist, afwijking_niet_toegestaan, those of resolving a caller, and what
// reading gives. References are to the caller's own frame, which waits for it.
[[nodiscard]] boost::asio::awaitable<hub::model::decision<hub::ports::known_case>> find_case(
    const parts& given,
    const exchange::request& asked,
    const hub::ports::case_question& question
);

}  // namespace adapters::http::api
