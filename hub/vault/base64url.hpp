// Base64url without padding (RFC 4648 section 5), as JWS and receipts use it.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace hub::vault {

[[nodiscard]] std::string to_base64url(std::span<const std::uint8_t> bytes);
[[nodiscard]] std::string to_base64url(std::string_view bytes);

// To the end of a text.
void append_base64url(std::string& target, std::span<const std::uint8_t> bytes);

// Nothing for padding, other characters, an impossible length or set bits behind the end: every
// value has one text.
[[nodiscard]] std::optional<std::string> from_base64url(std::string_view text);

// False when the value is not exactly as long as the target.
[[nodiscard]] bool from_base64url(std::string_view text, std::span<std::uint8_t> target);

}  // namespace hub::vault
