#include "hub/model/uuid.hpp"

#include <algorithm>

namespace hub::model {
namespace {

constexpr std::string_view hex_digits = "0123456789abcdef";
// Where each byte's two digits stand in the text; between them stand dashes.
constexpr std::array<std::size_t, uuid::size>
    digit_places{0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34};
constexpr std::array<std::size_t, 4> dash_places{8, 13, 18, 23};

constexpr int hex_value(char c) noexcept {
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    if (c >= 'a' && c <= 'f') {
        return c - 'a' + 10;
    }
    if (c >= 'A' && c <= 'F') {
        return c - 'A' + 10;
    }
    return -1;
}

}  // namespace

std::optional<uuid> uuid::parse(std::string_view text) noexcept {
    if (text.size() != text_size) {
        return std::nullopt;
    }
    for (const auto place : dash_places) {
        if (text[place] != '-') {
            return std::nullopt;
        }
    }
    bytes_type bytes{};
    for (std::size_t i = 0; i < size; ++i) {
        const int high = hex_value(text[digit_places[i]]);
        const int low = hex_value(text[digit_places[i] + 1]);
        if (high < 0 || low < 0) {
            return std::nullopt;
        }
        bytes[i] = static_cast<std::uint8_t>(high * 16 + low);
    }
    return uuid{bytes};
}

std::optional<uuid> uuid::from_bytes(std::string_view bytes) noexcept {
    if (bytes.size() != size) {
        return std::nullopt;
    }
    bytes_type result{};
    std::memcpy(result.data(), bytes.data(), size);
    return uuid{result};
}

uuid uuid::version_7(timestamp time, std::span<const std::uint8_t, 10> random) noexcept {
    const auto since_epoch = std::chrono::floor<std::chrono::milliseconds>(time).time_since_epoch();
    const auto milliseconds = static_cast<std::uint64_t>(since_epoch.count());
    bytes_type bytes{};
    for (std::size_t i = 0; i < 6; ++i) {
        bytes[i] = static_cast<std::uint8_t>(milliseconds >> (8 * (5 - i)));
    }
    std::copy(random.begin(), random.end(), bytes.begin() + 6);
    bytes[6] = static_cast<std::uint8_t>((bytes[6] & 0x0FU) | 0x70U);
    bytes[8] = static_cast<std::uint8_t>((bytes[8] & 0x3FU) | 0x80U);
    return uuid{bytes};
}

std::string uuid::to_string() const {
    std::string text(text_size, '-');
    for (std::size_t i = 0; i < size; ++i) {
        text[digit_places[i]] = hex_digits[bytes_[i] >> 4U];
        text[digit_places[i] + 1] = hex_digits[bytes_[i] & 0x0FU];
    }
    return text;
}

}  // namespace hub::model
