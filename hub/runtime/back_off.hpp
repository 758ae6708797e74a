// Decides how long to wait before the next attempt: exponential with jitter, bounded, for ever.
#pragma once

#include "hub/model/timestamp.hpp"

#include <chrono>
#include <cstdint>
#include <functional>

namespace hub::runtime {

struct back_off_options {
    std::chrono::milliseconds first{100};
    std::chrono::milliseconds longest{30'000};
};

enum class attempt_outcome { succeeded, failed };

struct back_off_action {
    // Zero: go on at once.
    std::chrono::milliseconds wait{0};
    // Failures in a row, for operators.
    std::uint32_t failures = 0;
    // When the first of these failures was; the epoch while all goes well.
    model::timestamp failing_since{};
};

class back_off {
public:
    // Jitter gives a number in [0, 1); tests give a constant.
    using jitter_source = std::function<double()>;

    explicit back_off(back_off_options options);
    back_off(back_off_options options, jitter_source jitter);

    // The wait doubles per failure in a row up to the longest, and lies between half and the whole
    // of that.
    [[nodiscard]] back_off_action next(attempt_outcome outcome, model::timestamp now);

private:
    back_off_options options_;
    jitter_source jitter_;
    back_off_action state_;
};

}  // namespace hub::runtime
