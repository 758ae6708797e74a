#include "hub/vault/base64url.hpp"

#include <array>
#include <utility>

namespace hub::vault {
namespace {

constexpr std::string_view alphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

constexpr std::uint8_t no_digit = 0xFF;

constexpr std::array<std::uint8_t, 256> digit_values = [] {
    std::array<std::uint8_t, 256> values{};
    values.fill(no_digit);
    for (std::size_t i = 0; i < alphabet.size(); ++i) {
        values[static_cast<std::uint8_t>(alphabet[i])] = static_cast<std::uint8_t>(i);
    }
    return values;
}();

}  // namespace

void append_base64url(std::string& target, std::span<const std::uint8_t> bytes) {
    const auto before = target.size();
    target.resize(before + (bytes.size() * 4 + 2) / 3);
    auto* place = target.data() + before;
    std::uint32_t buffer = 0;
    unsigned bits = 0;
    for (const std::uint8_t byte : bytes) {
        buffer = (buffer << 8U) | byte;
        bits += 8;
        while (bits >= 6) {
            bits -= 6;
            *place++ = alphabet[(buffer >> bits) & 0x3FU];
        }
    }
    if (bits > 0) {
        *place = alphabet[(buffer << (6 - bits)) & 0x3FU];
    }
}

std::string to_base64url(std::span<const std::uint8_t> bytes) {
    std::string text;
    append_base64url(text, bytes);
    return text;
}

std::string to_base64url(std::string_view bytes) {
    return to_base64url(std::span{reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()}
    );
}

bool from_base64url(std::string_view text, std::span<std::uint8_t> target) {
    if (text.size() % 4 == 1 || text.size() * 3 / 4 != target.size()) {
        return false;
    }
    auto place = target.begin();
    std::uint32_t buffer = 0;
    unsigned bits = 0;
    for (const char c : text) {
        const std::uint8_t value = digit_values[static_cast<std::uint8_t>(c)];
        if (value == no_digit) {
            return false;
        }
        buffer = (buffer << 6U) | value;
        bits += 6;
        if (bits >= 8) {
            bits -= 8;
            *place++ = static_cast<std::uint8_t>((buffer >> bits) & 0xFFU);
        }
    }
    return (buffer & ((1U << bits) - 1U)) == 0;
}

std::optional<std::string> from_base64url(std::string_view text) {
    std::string bytes(text.size() * 3 / 4, '\0');
    const std::span target{reinterpret_cast<std::uint8_t*>(bytes.data()), bytes.size()};
    return from_base64url(text, target) ? std::optional{std::move(bytes)} : std::nullopt;
}

}  // namespace hub::vault
