#include "hub/model/hexadecimal.hpp"

#include <cstddef>

namespace hub::model {
namespace {

constexpr std::string_view digits = "0123456789abcdef";
constexpr unsigned digit_bits = 4;

}  // namespace

std::string hexadecimal(std::span<const std::uint8_t> bytes) {
    std::string text;
    text.reserve(2 * bytes.size());
    for (const auto byte : bytes) {
        text += digits[byte >> digit_bits];
        text += digits[byte & 0x0FU];
    }
    return text;
}

bool parse_hexadecimal(std::string_view text, std::span<std::uint8_t> bytes) noexcept {
    if (text.size() != 2 * bytes.size()) {
        return false;
    }
    for (std::size_t at = 0; at < bytes.size(); ++at) {
        const auto high = digits.find(text[2 * at]);
        const auto low = digits.find(text[2 * at + 1]);
        if (high == std::string_view::npos || low == std::string_view::npos) {
            return false;
        }
        bytes[at] = static_cast<std::uint8_t>(high << digit_bits | low);
    }
    return true;
}

}  // namespace hub::model
