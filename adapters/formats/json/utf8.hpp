// UTF-8 as RFC 3629 defines it, one sequence at a time: no overlong forms, no surrogates, nothing
// above U+10FFFF.
#pragma once

#include <cstddef>
#include <string_view>

namespace adapters::formats::json {

// Length in bytes of the sequence at the start of a non-empty text; 0 when it is none.
[[nodiscard]] constexpr std::size_t utf8_sequence(std::string_view text) noexcept {
    const auto byte = [text](std::size_t at) { return static_cast<unsigned char>(text[at]); };
    const unsigned char lead = byte(0);
    if (lead < 0x80) {
        return 1;
    }
    const std::size_t length = lead >= 0xC2 && lead <= 0xDF   ? 2
                               : (lead & 0xF0U) == 0xE0       ? 3
                               : lead >= 0xF0 && lead <= 0xF4 ? 4
                                                              : 0;
    if (length == 0 || text.size() < length) {
        return 0;
    }
    for (std::size_t at = 1; at < length; ++at) {
        if ((byte(at) & 0xC0U) != 0x80U) {
            return 0;
        }
    }
    const bool overlong = (lead == 0xE0 && byte(1) < 0xA0) || (lead == 0xF0 && byte(1) < 0x90);
    const bool surrogate = lead == 0xED && byte(1) > 0x9F;
    const bool beyond = lead == 0xF4 && byte(1) > 0x8F;
    return overlong || surrogate || beyond ? 0 : length;
}

// JSON Schema and the standards count code points: of valid UTF-8, every byte but the continuations
// of one.
[[nodiscard]] constexpr std::size_t utf8_characters(std::string_view text) noexcept {
    std::size_t result = 0;
    for (const char c : text) {
        result += (static_cast<unsigned char>(c) & 0xC0U) != 0x80U ? 1U : 0U;
    }
    return result;
}

// Of valid UTF-8; whole code points, at most so many.
[[nodiscard]] constexpr std::string_view
utf8_beginning(std::string_view text, std::size_t most_characters) noexcept {
    std::size_t bytes = 0;
    for (; bytes < text.size() && most_characters > 0; --most_characters) {
        const auto length = utf8_sequence(text.substr(bytes));
        bytes += length == 0 ? 1 : length;
    }
    return text.substr(0, bytes);
}

}  // namespace adapters::formats::json
