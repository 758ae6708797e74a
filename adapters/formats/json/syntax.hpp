// Bytes to parsed JSON: strict syntax, strict UTF-8, bounded size and depth.
#pragma once

#include "hub/model/rejection.hpp"

#include <cstddef>
#include <memory>
#include <simdjson.h>
#include <string_view>

namespace adapters::formats::json {

// Deeper than any message of this form, so that what is merely unknown still gets all its errors.
inline constexpr std::size_t maximum_depth = 32;

// simdjson's tree and not its on-demand reader: every value is looked at anyway, and the tree
// checks all of them (atoms, numbers, trailing text, surrogates) before anybody reads one.
//
// The tree lives until the next parse on the same thread; that of a large text as long as this.
struct parsed_json {
    simdjson::dom::element root;
    std::unique_ptr<simdjson::dom::document> large;
};

[[nodiscard]] hub::model::decision<parsed_json>
parse_json(std::string_view bytes, std::size_t maximum_bytes);

}  // namespace adapters::formats::json
