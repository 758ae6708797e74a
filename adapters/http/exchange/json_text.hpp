// Writes JSON strings; enough for problem+json.
#pragma once

#include <string>
#include <string_view>

namespace adapters::http::exchange {

// Appends the text as a JSON string with its quotes. Bytes that are not UTF-8 become U+FFFD.
void append_json_string(std::string& to, std::string_view text);

}  // namespace adapters::http::exchange
