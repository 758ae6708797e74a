#include "adapters/http/answering/rate_limit.hpp"

#include <chrono>

namespace adapters::http::answering {
namespace {

// More certificates than this within one minute are no organisations.
constexpr std::size_t most_remembered = 4096;

}  // namespace

std::optional<hub::model::rejection>
rate_limit::take(const hub::model::oin& who, hub::model::timestamp now) {
    const auto minute = std::chrono::floor<std::chrono::minutes>(now).time_since_epoch().count();
    const std::scoped_lock lock{mutex_};
    if (minute != minute_ || taken_.size() >= most_remembered) {
        minute_ = minute;
        taken_.clear();
    }
    auto& taken = taken_[who];
    if (taken < per_minute_) {
        ++taken;
        return std::nullopt;
    }
    hub::model::rejection why;
    why.code = "te_veel_aanvragen";
    why.words = "Dit mag " + std::to_string(per_minute_) + " keer per minuut.";
    return why;
}

}  // namespace adapters::http::answering
