// A waiter that moves the fake clock instead of waiting.
#pragma once

#include "hub/ports/waiter.hpp"
#include "tests/support/fake_clock.hpp"

#include <chrono>
#include <cstddef>
#include <functional>
#include <vector>

namespace tests::support {

// Remembers what was waited for.
class fake_waiter final : public hub::ports::waiter {
public:
    explicit fake_waiter(fake_clock& clock) : clock_{clock} {}

    boost::asio::awaitable<void> wait(std::chrono::microseconds time) override {
        if (cancelled_) {
            co_return;
        }
        waits.push_back(time);
        clock_.advance(time);
        if (on_wait) {
            on_wait(waits.size());
        }
    }
    void cancel() override { cancelled_ = true; }

    std::vector<std::chrono::microseconds> waits;
    // Called in each wait with how many there have been.
    std::function<void(std::size_t)> on_wait;

private:
    fake_clock& clock_;
    bool cancelled_ = false;
};

}  // namespace tests::support
