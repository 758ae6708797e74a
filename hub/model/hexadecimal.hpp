// Bytes as text: two hexadecimal digits a byte, in lower case.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace hub::model {

[[nodiscard]] std::string hexadecimal(std::span<const std::uint8_t> bytes);
// False, with the bytes undefined, for what is not exactly so many bytes in lower case.
[[nodiscard]] bool parse_hexadecimal(std::string_view text, std::span<std::uint8_t> bytes) noexcept;

}  // namespace hub::model
