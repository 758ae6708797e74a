// Digests as text: two digits a byte, in lower case.
#pragma once

#include "hub/model/receipt.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace adapters::formats::text {

[[nodiscard]] std::string hexadecimal(const hub::model::hash& bytes);
// Nothing for what is no digest.
[[nodiscard]] std::optional<hub::model::hash> parse_hexadecimal(std::string_view text);

}  // namespace adapters::formats::text
