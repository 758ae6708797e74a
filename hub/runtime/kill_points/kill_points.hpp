// Named places where a test may have the process killed; a release has no trace of them.
#pragma once

#include <string_view>

namespace hub::runtime::kill_points {

#ifdef PMM_KILL_POINTS

inline constexpr bool present = true;

// Kills this process at once (SIGKILL) when the armed place is passed for the armed time after
// SIGUSR2. From any thread.
void pass(std::string_view place) noexcept;

#else

inline constexpr bool present = false;

// Nothing is left of a call, not even in debug information.
consteval void pass(std::string_view /*place*/) noexcept {}

#endif

// Arms `place` or `place:times`; the first time without a number. Only where they are present, and
// before any other thread runs.
void arm(std::string_view which);

}  // namespace hub::runtime::kill_points
