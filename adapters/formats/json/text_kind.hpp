// The kinds of text: which characters each takes, as a check and as a pattern that says the same.
#pragma once

#include "adapters/formats/json/fault.hpp"
#include "adapters/formats/json/field.hpp"
#include "adapters/formats/json/options.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace adapters::formats::json {

// What is wrong with this text in this field; nothing when it is right. The text is valid UTF-8.
[[nodiscard]] std::optional<fault>
check_text(const field& where, std::string_view text, bsn_check strictness) noexcept;

// The one form in which a checked text is kept: a BSN has nine digits, a UUID lower-case letters.
// The result views the text or the buffer.
[[nodiscard]] std::string_view
canonical_text(kind what, std::string_view text, std::string& buffer);

// Regular expression (ECMA 262) of the kind, and the JSON Schema format; empty where there is none.
[[nodiscard]] std::string_view pattern_of(kind what) noexcept;
[[nodiscard]] std::string_view format_of(kind what) noexcept;

}  // namespace adapters::formats::json
