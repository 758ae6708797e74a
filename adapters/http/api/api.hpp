// The resources of /v1 behind the main listener, and the few of them behind the open one.
#pragma once

#include "adapters/http/api/parts.hpp"
#include "adapters/http/exchange/guarded_router.hpp"

#include <memory>

namespace adapters::http::api {

enum class audience {
    // Also a peer whose certificate has a fault, and one without.
    iedereen,
    // A certificate in order of an organisation that may connect; what it may do is decided per
    // request.
    organisatie,
};

using server = exchange::guarded_router<audience>;

[[nodiscard]] std::unique_ptr<server> create_api(parts given);

// Grants nothing: the contract, the self-check, the seal certificates and the trial of a
// subscription.
[[nodiscard]] std::unique_ptr<server> create_open_api(parts given);

}  // namespace adapters::http::api
