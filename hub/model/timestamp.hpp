// Points in time: microseconds, UTC; RFC 3339 text on the outside.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace hub::model {

using timestamp = std::chrono::sys_time<std::chrono::microseconds>;

[[nodiscard]] constexpr timestamp from_microseconds(std::int64_t value) noexcept {
    return timestamp{std::chrono::microseconds{value}};
}
[[nodiscard]] constexpr std::int64_t to_microseconds(timestamp value) noexcept {
    return value.time_since_epoch().count();
}

// RFC 3339 with six decimals and 'Z'.
[[nodiscard]] std::string to_rfc3339(timestamp value);

// RFC 3339 date-time with any offset; nothing for anything else.
[[nodiscard]] std::optional<timestamp> parse_rfc3339(std::string_view text) noexcept;

// RFC 3339 full-date that exists in the calendar.
[[nodiscard]] bool is_full_date(std::string_view text) noexcept;

}  // namespace hub::model
