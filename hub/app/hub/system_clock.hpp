// The time of day of this machine.
#pragma once

#include "hub/ports/clock.hpp"

#include <chrono>

namespace hub::app {

class system_clock final : public ports::clock {
public:
    [[nodiscard]] model::timestamp now() const noexcept override {
        return std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
    }
};

}  // namespace hub::app
