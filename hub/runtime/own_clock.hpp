// The time of day that the hub goes by: the machine's, except where that jumps while the hub runs.
#pragma once

#include "hub/ports/clock.hpp"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>

namespace hub::runtime {

struct clock_readings {
    // The machine's time of day, which anybody may set.
    std::function<model::timestamp()> time_of_day;
    // Time passed since some moment, sleep of the machine included; nobody can set it. A clock that
    // is slowly set right changes both alike.
    std::function<std::chrono::microseconds()> elapsed;
};

// Both readings of this machine.
[[nodiscard]] clock_readings machine_readings();

// Thread-safe, but for compare(). Claims, certificates, terms and what is written go by this time,
// so that a jump of the machine's clock ends, erases and reorders nothing.
class own_clock final : public ports::clock {
public:
    // A leap second, a correction at the start of the machine: followed without a word.
    static constexpr std::chrono::microseconds followed = std::chrono::seconds{2};

    explicit own_clock(clock_readings readings = machine_readings());

    [[nodiscard]] model::timestamp now() const noexcept override;

    // Compares both; to be called often, from one thread. Gives how far the machine's clock is
    // ahead (or, below zero, behind) beyond what is followed; zero when it is not. A clock that is
    // set back to where it was is right again.
    std::chrono::microseconds compare() noexcept;

private:
    const clock_readings readings_;
    // What elapsed() lacks to be the time of day.
    std::atomic<std::int64_t> offset_;
    std::chrono::microseconds ahead_{0};
};

}  // namespace hub::runtime
