// The request target, taken apart and percent-decoded by strict rules.
#pragma once

#include "hub/model/rejection.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace adapters::http::exchange {

struct parameter {
    std::string name;
    std::string value;
};

struct target {
    // Decoded path. An encoded slash is refused, so that segments can't be mistaken.
    std::string path;
    // Decoded, in order, names unique.
    std::vector<parameter> query;
};

// Origin-form only ("/path?query"): valid percent-encoding, UTF-8, no control characters, no
// encoded slash, no "." or ".." segments, no fragment, no query name twice.
[[nodiscard]] hub::model::decision<target> parse_target(std::string_view text);

}  // namespace adapters::http::exchange
