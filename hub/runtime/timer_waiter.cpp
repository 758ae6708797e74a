#include "hub/runtime/timer_waiter.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <list>

namespace hub::runtime {
namespace {

class timer_waiter final : public ports::waiter {
public:
    explicit timer_waiter(boost::asio::any_io_executor executor) : executor_{std::move(executor)} {}

    boost::asio::awaitable<void> wait(std::chrono::microseconds time) override {
        if (cancelled_) {
            co_return;
        }
        const auto timer = timers_.emplace(timers_.end(), executor_, time);
        co_await timer->async_wait(boost::asio::as_tuple(boost::asio::use_awaitable));
        timers_.erase(timer);
    }

    void cancel() override {
        // A state and a wake-up: a wait that begins later must not sleep either.
        cancelled_ = true;
        for (auto& timer : timers_) {
            timer.cancel();
        }
    }

private:
    boost::asio::any_io_executor executor_;
    std::list<boost::asio::steady_timer> timers_;
    bool cancelled_ = false;
};

}  // namespace

std::unique_ptr<ports::waiter> create_timer_waiter(boost::asio::any_io_executor executor) {
    return std::make_unique<timer_waiter>(std::move(executor));
}

}  // namespace hub::runtime
