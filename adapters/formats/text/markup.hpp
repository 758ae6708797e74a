// Text as it stands in XML and HTML.
#pragma once

#include <string>
#include <string_view>

namespace adapters::formats::text {

// For element text and attribute values, of valid UTF-8. XML 1.0 knows hardly any control
// characters; those become spaces.
[[nodiscard]] std::string escaped(std::string_view text);

}  // namespace adapters::formats::text
