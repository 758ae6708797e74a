#include "hub/documents/content_kind.hpp"

#include <array>

namespace hub::documents {
namespace {

struct known_kind {
    content_kind kind;
    std::string_view media_type;
    std::string_view extension;
};

constexpr std::array<known_kind, 7> kinds{{
    {content_kind::pdf, "application/pdf", ".pdf"},
    {content_kind::png, "image/png", ".png"},
    {content_kind::jpeg, "image/jpeg", ".jpg"},
    {content_kind::tiff, "image/tiff", ".tif"},
    {content_kind::docx,
     "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
     ".docx"},
    {content_kind::odt, "application/vnd.oasis.opendocument.text", ".odt"},
    {content_kind::text, "text/plain", ".txt"},
}};

}  // namespace

std::string_view media_type_of(content_kind kind) noexcept {
    return kinds.at(static_cast<std::size_t>(kind)).media_type;
}

std::string_view extension_of(content_kind kind) noexcept {
    return kinds.at(static_cast<std::size_t>(kind)).extension;
}

std::optional<content_kind> parse_content_kind(std::string_view media_type) noexcept {
    for (const auto& one : kinds) {
        if (one.media_type == media_type) {
            return one.kind;
        }
    }
    return media_type == "image/jpg" ? std::optional{content_kind::jpeg} : std::nullopt;
}

bool says_nothing(std::string_view media_type) noexcept {
    return media_type.empty() || media_type == "application/octet-stream";
}

}  // namespace hub::documents
