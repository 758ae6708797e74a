// Who asks and for whom: what most resources read from a request first.
#pragma once

#include "adapters/http/exchange/request.hpp"
#include "hub/access/caller.hpp"
#include "hub/access/organisation_directory.hpp"
#include "hub/model/rejection.hpp"
#include "hub/model/timestamp.hpp"

namespace adapters::http::api {

// The caller by today's table, for the owner that the parameter "namens" names. The certificate has
// been checked by the guard.
[[nodiscard]] hub::model::decision<hub::access::caller> caller_of(
    const exchange::request& asked,
    const hub::access::organisation_directory& organisations,
    hub::access::right what,
    hub::model::timestamp now
);

}  // namespace adapters::http::api
