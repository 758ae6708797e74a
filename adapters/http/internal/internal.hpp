// The port of internal roles, under the root that operators have too (its contract:
// schemas/openapi/pmm-intern.v1.json).
#pragma once

#include "adapters/http/exchange/guarded_router.hpp"
#include "adapters/http/internal/parts.hpp"

#include <memory>
#include <string_view>

namespace adapters::http::internal {

// Who may come: a certificate of the internal root with this role (organizationalUnitName) and an
// OIN.
inline constexpr std::string_view reader_role = "lezer";

enum class audience { lezer };

using server = exchange::guarded_router<audience>;

[[nodiscard]] std::unique_ptr<server> create_internal_api(parts given);

}  // namespace adapters::http::internal
