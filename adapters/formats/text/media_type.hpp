// What a Content-Type says (RFC 9110, section 8.3.1), as far as a form looks at it.
#pragma once

#include <string>
#include <string_view>

namespace adapters::formats::text {

// ASCII letters only; everything else stays as it is.
[[nodiscard]] std::string lower(std::string_view text);

struct media_type {
    // In lower case, without parameters.
    std::string name;
    // Of the charset parameter, in lower case and without quotes; empty when there is none.
    std::string charset;
};

[[nodiscard]] media_type parse_media_type(std::string_view text);

}  // namespace adapters::formats::text
