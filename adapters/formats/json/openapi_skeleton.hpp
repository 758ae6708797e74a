// The hand-written half of the OpenAPI document, schemas/openapi/pmm-hub.v1.json, in the program.
#pragma once

#include <string_view>

namespace adapters::formats::json {

extern const std::string_view openapi_skeleton;

}  // namespace adapters::formats::json
