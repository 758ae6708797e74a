#include "adapters/formats/stuf/element_text.hpp"

#include <algorithm>

namespace adapters::formats::stuf {

std::string plain_path(std::string_view below) {
    std::string result;
    while (!below.empty()) {
        below.remove_prefix(1);
        const auto end = std::min(below.find('/'), below.size());
        auto part = below.substr(0, end);
        below.remove_prefix(end);
        part.remove_prefix(std::min(part.find(':') + 1, part.size()));
        result.append(result.empty() ? "" : "/").append(part.substr(0, part.find('[')));
    }
    return result;
}

bool is_known_name(std::string_view path) noexcept {
    return path.find("/*:") == std::string_view::npos;
}

std::string trimmed(std::string_view text) {
    constexpr std::string_view white_space = " \t\r\n";
    const auto first = text.find_first_not_of(white_space);
    if (first == std::string_view::npos) {
        return {};
    }
    return std::string{text.substr(first, text.find_last_not_of(white_space) - first + 1)};
}

std::string on_one_line(std::string_view text) {
    auto result = trimmed(text);
    for (char& c : result) {
        c = static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
    }
    return result;
}

}  // namespace adapters::formats::stuf
