// Reads a large JSON text into simdjson's tree, in memory that the text's own size bounds: the
// library's parser makes room for fifteen times as much before it has looked at anything.
#pragma once

#include <cstddef>
#include <simdjson.h>
#include <string_view>

namespace adapters::formats::json {

// More fields and values than any message or batch has; each takes one or two.
inline constexpr std::size_t most_words = 100'000;

// As strict as the library's parser, with its error codes; CAPACITY when there are too many words.
[[nodiscard]] simdjson::error_code
read_large_text(std::string_view text, simdjson::dom::document& into) noexcept;

}  // namespace adapters::formats::json
