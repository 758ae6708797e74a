// A clock that stands still until a test moves it.
#pragma once

#include "hub/ports/clock.hpp"

#include <atomic>
#include <chrono>

namespace tests::support {

// Thread-safe. Begins on 1 July 2026, 12:00 UTC.
class fake_clock final : public hub::ports::clock {
public:
    [[nodiscard]] hub::model::timestamp now() const noexcept override {
        return hub::model::from_microseconds(now_);
    }
    void set(hub::model::timestamp time) noexcept { now_ = hub::model::to_microseconds(time); }
    void advance(std::chrono::microseconds by) noexcept { now_ += by.count(); }

private:
    std::atomic<std::int64_t> now_ = 1'782'907'200'000'000;
};

}  // namespace tests::support
