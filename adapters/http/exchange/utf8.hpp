// UTF-8 as the standard has it: no overlong forms, no surrogates, nothing above U+10FFFF.
#pragma once

#include <cstddef>
#include <string_view>

namespace adapters::http::exchange {

// Length of the valid sequence that text begins with; 0 when it begins with none.
[[nodiscard]] constexpr std::size_t utf8_sequence(std::string_view text) noexcept {
    const auto byte = [&](std::size_t index) { return static_cast<unsigned char>(text[index]); };
    const auto continues = [&](std::size_t index) {
        return index < text.size() && (byte(index) & 0xC0U) == 0x80U;
    };
    if (text.empty()) {
        return 0;
    }
    const unsigned char first = byte(0);
    if (first < 0x80) {
        return 1;
    }
    if (first < 0xC2 || first > 0xF4 || !continues(1)) {
        return 0;
    }
    if (first < 0xE0) {
        return 2;
    }
    const unsigned char second = byte(1);
    if (first < 0xF0) {
        const bool overlong = first == 0xE0 && second < 0xA0;
        const bool surrogate = first == 0xED && second >= 0xA0;
        return continues(2) && !overlong && !surrogate ? 3 : 0;
    }
    const bool overlong = first == 0xF0 && second < 0x90;
    const bool beyond = first == 0xF4 && second >= 0x90;
    return continues(2) && continues(3) && !overlong && !beyond ? 4 : 0;
}

}  // namespace adapters::http::exchange
