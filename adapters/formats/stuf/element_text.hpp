// Paths and texts of StUF elements as the mapping table and people have them.
#pragma once

#include <string>
#include <string_view>

namespace adapters::formats::stuf {

// "/a/ZKN:b[2]/BG:c" below the object becomes "b/c"; empty for the object itself.
[[nodiscard]] std::string plain_path(std::string_view below);

// Own names only; names of other namespaces begin with '*'.
[[nodiscard]] bool is_known_name(std::string_view path) noexcept;

[[nodiscard]] std::string trimmed(std::string_view text);

[[nodiscard]] std::string on_one_line(std::string_view text);

}  // namespace adapters::formats::stuf
