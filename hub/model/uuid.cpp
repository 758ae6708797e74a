#include "hub/model/uuid.hpp"

#include <algorithm>

namespace hub::model {
namespace {

constexpr std::string_view hex_digits = "0123456789abcdef";
constexpr std::array<std::size_t, 4> dash_positions{8, 13, 18, 23};

constexpr bool is_dash_position(std::size_t i) noexcept {
    return std::find(dash_positions.begin(), dash_positions.end(), i) != dash_positions.end();
}

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
    bytes_type bytes{};
    std::size_t nibble = 0;
    for (std::size_t i = 0; i < text_size; ++i) {
        if (is_dash_position(i)) {
            if (text[i] != '-') {
                return std::nullopt;
            }
            continue;
        }
        const int value = hex_value(text[i]);
        if (value < 0) {
            return std::nullopt;
        }
        auto& byte = bytes[nibble / 2];
        byte = static_cast<std::uint8_t>((byte << 4U) | value);
        ++nibble;
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
    std::size_t nibble = 0;
    for (std::size_t i = 0; i < text_size; ++i) {
        if (is_dash_position(i)) {
            continue;
        }
        const auto byte = bytes_[nibble / 2];
        text[i] = hex_digits[nibble % 2 == 0 ? byte >> 4U : byte & 0x0FU];
        ++nibble;
    }
    return text;
}

}  // namespace hub::model
