#include "adapters/formats/stuf/xml_text.hpp"

#include "adapters/formats/text/markup.hpp"

namespace adapters::formats::stuf {
namespace {

constexpr std::string_view ellipsis = "\xE2\x80\xA6";

bool continues(char c) noexcept {
    return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

}  // namespace

std::string cut(std::string_view text, std::size_t most) {
    std::size_t points = 0;
    std::size_t last = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (continues(text[at])) {
            continue;
        }
        if (++points > most) {
            return std::string{text.substr(0, last)}.append(ellipsis);
        }
        last = points == most ? at : last;
    }
    return std::string{text};
}

std::string_view beginning(std::string_view text, std::size_t most_bytes) noexcept {
    if (text.size() <= most_bytes) {
        return text;
    }
    auto size = most_bytes;
    while (size > 0 && continues(text[size])) {
        --size;
    }
    return text.substr(0, size);
}

void append_element(
    std::string& to,
    std::string_view name,
    std::string_view content,
    std::string_view attributes
) {
    to.append("<").append(name).append(attributes).append(">").append(text::escaped(content));
    to.append("</").append(name).append(">");
}

}  // namespace adapters::formats::stuf
