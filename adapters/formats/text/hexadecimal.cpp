#include "adapters/formats/text/hexadecimal.hpp"

#include <cstddef>
#include <cstdint>

namespace adapters::formats::text {
namespace {

constexpr std::string_view digits = "0123456789abcdef";
constexpr unsigned digit_bits = 4;

}  // namespace

std::string hexadecimal(const hub::model::hash& bytes) {
    std::string text;
    for (const auto byte : bytes) {
        text += {digits[byte >> digit_bits], digits[byte & 0x0FU]};
    }
    return text;
}

std::optional<hub::model::hash> parse_hexadecimal(std::string_view text) {
    hub::model::hash bytes{};
    if (text.size() != 2 * bytes.size()) {
        return std::nullopt;
    }
    for (std::size_t at = 0; at < bytes.size(); ++at) {
        const auto high = digits.find(text[2 * at]);
        const auto low = digits.find(text[2 * at + 1]);
        if (high == std::string_view::npos || low == std::string_view::npos) {
            return std::nullopt;
        }
        bytes[at] = static_cast<std::uint8_t>(high << digit_bits | low);
    }
    return bytes;
}

}  // namespace adapters::formats::text
