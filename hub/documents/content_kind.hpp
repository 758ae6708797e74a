// The kinds of document that the hub takes, with their media types.
#pragma once

#include <optional>
#include <string_view>

namespace hub::documents {

enum class content_kind { pdf, png, jpeg, tiff, docx, odt, text };

[[nodiscard]] std::string_view media_type_of(content_kind kind) noexcept;
// With its dot.
[[nodiscard]] std::string_view extension_of(content_kind kind) noexcept;

// By a media type in lower case without parameters.
[[nodiscard]] std::optional<content_kind> parse_content_kind(std::string_view media_type) noexcept;

// What says nothing of the kind, so that the content alone decides.
[[nodiscard]] bool says_nothing(std::string_view media_type) noexcept;

}  // namespace hub::documents
