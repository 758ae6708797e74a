// The JSON Web Token with which ZGW APIs know their clients (HS256).
#pragma once

#include "hub/model/timestamp.hpp"

#include <string>
#include <string_view>

namespace adapters::http::fetch {

struct token_claims {
    std::string client_id;
    hub::model::timestamp issued_at;
};

// Holds for a minute.
[[nodiscard]] std::string sign_token(const token_claims& claims, std::string_view secret);

}  // namespace adapters::http::fetch
