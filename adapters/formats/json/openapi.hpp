// The contract of /v1 as OpenAPI 3.1: written paths and answers, and schemas from the tables.
#pragma once

#include <string>
#include <string_view>

namespace adapters::formats::json {

// Semantic version of the contract, for the header API-Version; the document says the same.
inline constexpr std::string_view api_version = "1.0.0";

// To be made once, at start.
[[nodiscard]] std::string openapi_document();

}  // namespace adapters::formats::json
