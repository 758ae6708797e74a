// The operators' port: health for anyone, metrics for whoever collects them, all else for
// operators.
#pragma once

#include "adapters/http/console/parts.hpp"
#include "adapters/http/exchange/guarded_router.hpp"

#include <memory>

namespace adapters::http::console {

enum class audience {
    // Also without a certificate.
    iedereen,
    // A certificate of the operators' root with the role metingen.
    metingen,
    // A certificate of the operators' root with the role operator.
    beheer,
};

using server = exchange::guarded_router<audience>;

[[nodiscard]] std::unique_ptr<server> create_operators_api(parts given);

}  // namespace adapters::http::console
