// Watches the machine's clock: says on the readiness page that it jumped, or that it was set wrong
// while the hub stood still, and keeps anything from being erased by it.
#pragma once

#include "hub/app/hub/last_time.hpp"
#include "hub/runtime/own_clock.hpp"
#include "hub/runtime/readiness.hpp"

#include <atomic>
#include <chrono>
#include <filesystem>

namespace hub::app {

class clock_watch {
public:
    // Longer than this apart from the last time that was kept, nobody knows whether the hub stood
    // still or the clock is wrong.
    static constexpr auto longest_gap = std::chrono::hours{24 * 30};
    // So long operators have to look at it, before the clock counts as right.
    static constexpr auto time_to_look = std::chrono::hours{24};

    clock_watch(runtime::own_clock& clock, const std::filesystem::path& data);

    // To be called often; from one thread.
    void look(runtime::readiness& to);

    // Thread-safe. Whether what is past its term may be erased.
    [[nodiscard]] bool may_erase() const noexcept { return may_erase_; }

    // Keeps the time for the next start. Blocks on a file; not from two threads at once.
    void keep();

private:
    [[nodiscard]] bool is_behind() const;
    void tell(std::chrono::seconds ahead);

    runtime::own_clock& clock_;
    last_time last_;
    model::timestamp started_;
    std::atomic<bool> far_ahead_{false};
    std::chrono::seconds told_{0};
    std::atomic<bool> may_erase_{false};
};

}  // namespace hub::app
