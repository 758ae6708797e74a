#include "adapters/formats/text/media_type.hpp"

#include <algorithm>

namespace adapters::formats::text {

std::string lower(std::string_view text) {
    std::string result{text};
    for (char& c : result) {
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    return result;
}

media_type parse_media_type(std::string_view text) {
    constexpr std::string_view charset = "charset=";
    const auto whole = lower(text);
    media_type result;
    result.name = whole.substr(0, whole.find(';'));
    result.name.erase(result.name.find_last_not_of(" \t") + 1);
    if (const auto at = whole.find(charset); at != std::string::npos) {
        result.charset = whole.substr(at + charset.size());
        result.charset.erase(std::min(result.charset.find(';'), result.charset.size()));
        std::erase_if(result.charset, [](char c) { return c == '"' || c == ' '; });
    }
    return result;
}

}  // namespace adapters::formats::text
