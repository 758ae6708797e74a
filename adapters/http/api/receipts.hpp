// A receipt (ontvangstbewijs) as JSON: the same parts always give the same bytes.
#pragma once

#include "hub/model/receipt.hpp"

#include <string>

namespace adapters::http::api {

// {"zout", "blad", "index", "bladen", "pad", "hoofd"}; described in hub/docs/ontvangstbewijs.md.
[[nodiscard]] std::string receipt_text(const hub::model::receipt& receipt);

}  // namespace adapters::http::api
