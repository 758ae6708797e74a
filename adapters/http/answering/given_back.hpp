// Gives content back as it came in: bytes that no browser shows or runs.
#pragma once

#include "adapters/http/exchange/response.hpp"

#include <string>
#include <string_view>

namespace adapters::http::answering {

// As an attachment of that name. Its own type only where it is one that this hub takes; anything
// else is bytes. The form says what surrounds the body.
[[nodiscard]] exchange::response give_back(
    std::string_view name,
    std::string_view form,
    const std::string& content_type,
    std::string body
);

}  // namespace adapters::http::answering
