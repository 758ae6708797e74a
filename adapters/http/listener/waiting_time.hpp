// How long somebody has kept us waiting, in all: what we do meanwhile does not count.
#pragma once

#include <chrono>

namespace adapters::http::listener {

class waiting_time {
public:
    using clock = std::chrono::steady_clock;

    void begin(clock::time_point now) noexcept {
        began_ = now;
        goes_on_ = true;
    }
    void end(clock::time_point now) noexcept {
        before_ += now - began_;
        goes_on_ = false;
    }
    [[nodiscard]] bool is_going_on() const noexcept { return goes_on_; }
    [[nodiscard]] clock::duration total(clock::time_point now) const noexcept {
        return goes_on_ ? before_ + (now - began_) : before_;
    }

private:
    clock::duration before_{0};
    clock::time_point began_;
    bool goes_on_ = false;
};

}  // namespace adapters::http::listener
