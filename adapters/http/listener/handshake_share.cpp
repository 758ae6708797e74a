#include "adapters/http/listener/handshake_share.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <utility>

namespace adapters::http::listener {
namespace asio = boost::asio;
using namespace std::chrono_literals;
namespace {

// About two whole handshakes.
constexpr std::chrono::nanoseconds turn_limit = 2ms;
// What may be saved while no handshake comes.
constexpr std::chrono::nanoseconds most_saved = 10ms;
// Without a request for so long the loop counts as quiet.
constexpr std::chrono::nanoseconds quiet_after = 20ms;
constexpr std::chrono::nanoseconds shortest_wait = 1ms;

}  // namespace

struct handshake_share::waiter {
    explicit waiter(handshake_share& from) : owner{from}, timer{from.executor_} {
        owner.waiting_.push_back(this);
    }
    waiter(const waiter&) = delete;
    waiter& operator=(const waiter&) = delete;
    ~waiter() {
        owner.waiting_.remove(this);
        owner.wake_first();
    }

    handshake_share& owner;
    asio::steady_timer timer;
};

// Runs behind everything that was ready in this turn of the loop.
struct handshake_share::reset {
    std::weak_ptr<handshake_share*> of;

    void operator()() const {
        if (const auto alive = of.lock()) {
            auto& share = **alive;
            share.reset_posted_ = false;
            share.in_this_turn_ = 0ns;
            share.wake_first();
        }
    }
};

handshake_share::handshake_share(asio::any_io_executor executor, unsigned percent)
    : executor_{std::move(executor)},
      percent_{percent},
      saved_{most_saved},
      filled_at_{clock::now()},
      looked_at_{filled_at_},
      alive_{std::make_shared<handshake_share*>(this)} {}

handshake_share::~handshake_share() = default;

asio::awaitable<bool> handshake_share::turn(clock::time_point deadline) {
    if (waiting_.empty() && is_open(clock::now())) {
        co_return true;
    }
    waiter self{*this};
    for (;;) {
        const auto now = clock::now();
        if (now >= deadline) {
            co_return false;
        }
        const bool is_first = waiting_.front() == &self;
        if (is_first && is_open(now)) {
            co_return true;
        }
        self.timer.expires_at(is_first ? std::min(deadline, next_look(now)) : deadline);
        co_await self.timer.async_wait(asio::as_tuple(asio::use_awaitable));
        const auto cancelled = (co_await asio::this_coro::cancellation_state).cancelled();
        if (cancelled != asio::cancellation_type::none) {
            co_return false;
        }
    }
}

void handshake_share::spent(std::chrono::nanoseconds time) {
    saved_ -= time;
    in_this_turn_ += time;
    if (!reset_posted_) {
        reset_posted_ = true;
        asio::post(executor_, reset{alive_});
    }
}

void handshake_share::refill(clock::time_point now) noexcept {
    saved_ = std::min(most_saved, saved_ + (now - filled_at_) * percent_ / 100);
    filled_at_ = now;
    if (now - looked_at_ >= quiet_after) {
        looked_at_ = now;
        is_quiet_ = served_ == served_before_;
        served_before_ = served_;
        if (is_quiet_) {
            // What was taken of a quiet loop is not owed to anyone.
            saved_ = std::max(saved_, 0ns);
        }
    }
}

bool handshake_share::is_open(clock::time_point now) noexcept {
    refill(now);
    return in_this_turn_ < turn_limit && (is_quiet_ || saved_ > 0ns);
}

handshake_share::clock::time_point handshake_share::next_look(clock::time_point now
) const noexcept {
    if (in_this_turn_ >= turn_limit) {
        // The reset wakes it; this is only a bound.
        return now + quiet_after;
    }
    const auto needed = saved_ > 0ns ? 0ns : -saved_ * 100 / percent_;
    return now + std::clamp<std::chrono::nanoseconds>(needed, shortest_wait, quiet_after);
}

void handshake_share::wake_first() noexcept {
    if (!waiting_.empty()) {
        waiting_.front()->timer.cancel();
    }
}

}  // namespace adapters::http::listener
