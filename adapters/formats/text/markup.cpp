#include "adapters/formats/text/markup.hpp"

#include <cstddef>

namespace adapters::formats::text {
namespace {

// U+FFFE and U+FFFF are in UTF-8, but not in XML.
bool is_noncharacter(std::string_view rest) noexcept {
    return rest.starts_with("\xEF\xBF\xBE") || rest.starts_with("\xEF\xBF\xBF");
}

}  // namespace

std::string escaped(std::string_view text) {
    constexpr std::size_t noncharacter_size = 3;
    std::string result;
    result.reserve(text.size());
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char c = text[at];
        switch (c) {
            case '&':
                result += "&amp;";
                break;
            case '<':
                result += "&lt;";
                break;
            case '>':
                result += "&gt;";
                break;
            case '"':
                result += "&quot;";
                break;
            default:
                if (is_noncharacter(text.substr(at))) {
                    result += ' ';
                    at += noncharacter_size - 1;
                } else {
                    const auto byte = static_cast<unsigned char>(c);
                    result += byte < 0x20 && c != '\t' && c != '\n' ? ' ' : c;
                }
        }
    }
    return result;
}

}  // namespace adapters::formats::text
