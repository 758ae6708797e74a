#include "hub/runtime/lifecycle.hpp"

#include <utility>

namespace hub::runtime {

std::string_view to_string(phase value) noexcept {
    switch (value) {
        case phase::starting:
            return "start";
        case phase::serving:
            return "bedrijf";
        case phase::draining:
            return "afronden";
        case phase::hurrying:
            return "afbreken";
    }
    return "";
}

void lifecycle::advance(phase to) {
    // Two signals may come at once: the lock lets observers see the phases in order.
    const std::lock_guard lock{changing_};
    if (phase_.load(std::memory_order_relaxed) >= to) {
        return;
    }
    phase_.store(to, std::memory_order_release);
    for (const auto& one : observers_) {
        one(to);
    }
}

void lifecycle::ask_to_stop() {
    advance(now() < phase::draining ? phase::draining : phase::hurrying);
}

void lifecycle::observe(observer one) {
    const std::lock_guard lock{changing_};
    observers_.push_back(std::move(one));
}

}  // namespace hub::runtime
