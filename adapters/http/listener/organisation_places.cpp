#include "adapters/http/listener/organisation_places.hpp"

#include <algorithm>
#include <utility>

namespace adapters::http::listener {
namespace {

constexpr std::chrono::nanoseconds minute = std::chrono::minutes{1};
constexpr std::chrono::nanoseconds held = std::chrono::seconds{10};
// From here on those who have gone and whose bucket is full are looked for.
constexpr std::size_t many = 1'024;

request_rate::clock::rep ticks(request_rate::clock::time_point moment) noexcept {
    return moment.time_since_epoch().count();
}

}  // namespace

void request_rate::limit(std::uint32_t per_minute) noexcept {
    const auto interval = std::chrono::duration_cast<clock::duration>(minute).count() /
                          std::max<clock::rep>(per_minute, 1);
    interval_.store(interval, std::memory_order_relaxed);
}

request_rate::clock::duration request_rate::take(clock::time_point now) noexcept {
    const auto interval = interval_.load(std::memory_order_relaxed);
    const auto most = std::max(std::chrono::duration_cast<clock::duration>(held).count(), interval);
    auto full_at = full_at_.load(std::memory_order_relaxed);
    for (;;) {
        const auto next = std::max(full_at, ticks(now)) + interval;
        if (next - ticks(now) > most) {
            return clock::duration{next - ticks(now) - most};
        }
        if (full_at_.compare_exchange_weak(full_at, next, std::memory_order_relaxed)) {
            return clock::duration::zero();
        }
    }
}

bool request_rate::is_full(clock::time_point now) const noexcept {
    return full_at_.load(std::memory_order_relaxed) <= ticks(now);
}

organisation_places::place::place(organisation_places& owner, std::shared_ptr<usage> of) noexcept
    : owner_{owner}, of_{std::move(of)} {}

organisation_places::place::~place() {
    // Empty after a move.
    if (of_) {
        owner_.leave(*of_);
    }
}

std::optional<organisation_places::place> organisation_places::enter(
    const hub::model::oin& who,
    std::size_t connections,
    std::uint32_t requests_per_minute
) {
    const std::lock_guard lock{changing_};
    if (used_.size() >= many) {
        forget_idle();
    }
    auto& of = used_[who];
    if (!of) {
        of = std::make_shared<usage>();
        of->who = who;
    }
    of->requests.limit(requests_per_minute);
    if (of->connections >= connections) {
        return std::nullopt;
    }
    ++of->connections;
    return place{*this, of};
}

void organisation_places::leave(usage& left) noexcept {
    const std::lock_guard lock{changing_};
    --left.connections;
    // Who has asked too much does not get a full bucket by coming again.
    if (left.connections == 0 && left.requests.is_full(request_rate::clock::now())) {
        used_.erase(left.who);
    }
}

void organisation_places::forget_idle() {
    const auto now = request_rate::clock::now();
    std::erase_if(used_, [now](const auto& one) {
        return one.second->connections == 0 && one.second->requests.is_full(now);
    });
}

}  // namespace adapters::http::listener
