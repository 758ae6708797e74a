#include "hub/runtime/back_off.hpp"

#include <algorithm>
#include <random>
#include <utility>

namespace hub::runtime {
namespace {

double random_share() {
    thread_local std::minstd_rand generator{std::random_device{}()};
    return std::uniform_real_distribution<double>{0.0, 1.0}(generator);
}

// 2^20 times the first wait is longer than any longest wait that makes sense.
constexpr std::uint32_t most_doublings = 20;

}  // namespace

back_off::back_off(back_off_options options) : back_off{options, random_share} {}

back_off::back_off(back_off_options options, jitter_source jitter)
    : options_{options}, jitter_{std::move(jitter)} {}

back_off_action back_off::next(attempt_outcome outcome, model::timestamp now) {
    if (outcome == attempt_outcome::succeeded) {
        state_ = {};
        return state_;
    }
    if (state_.failures == 0) {
        state_.failing_since = now;
    }
    const auto doublings = std::min(state_.failures, most_doublings);
    const auto whole = std::min(options_.longest, options_.first * (std::int64_t{1} << doublings));
    const auto half = whole / 2;
    state_.wait =
        half + std::chrono::milliseconds{
                   static_cast<std::int64_t>(jitter_() * static_cast<double>(half.count()))};
    ++state_.failures;
    return state_;
}

}  // namespace hub::runtime
