// Text in XML: whole characters of it, and elements written by appending.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace adapters::formats::stuf {

// At most so many code points of valid UTF-8; what was cut ends in an ellipsis.
[[nodiscard]] std::string cut(std::string_view text, std::size_t most);

// As many whole characters as fit.
[[nodiscard]] std::string_view beginning(std::string_view text, std::size_t most_bytes) noexcept;

// "ZKN:titel" with its text; an attribute text such as ` StUF:entiteittype="ZAK"` is given as it
// stands.
void append_element(
    std::string& to,
    std::string_view name,
    std::string_view content,
    std::string_view attributes = {}
);

}  // namespace adapters::formats::stuf
