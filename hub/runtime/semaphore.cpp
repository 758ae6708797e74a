#include "hub/runtime/semaphore.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <utility>

namespace hub::runtime {
namespace asio = boost::asio;

struct semaphore::waiter {
    waiter(semaphore& from, std::chrono::steady_clock::time_point deadline)
        : owner{from}, timer{from.executor_, deadline} {
        owner.waiters_.push_back(this);
    }
    waiter(const waiter&) = delete;
    waiter& operator=(const waiter&) = delete;
    ~waiter() { owner.waiters_.remove(this); }

    semaphore& owner;
    asio::steady_timer timer;
    // Set by release(): the place has passed to this waiter, whatever its timer says.
    bool granted = false;
};

semaphore::semaphore(asio::any_io_executor executor, std::size_t permits)
    : executor_{std::move(executor)}, available_{permits} {}

semaphore::~semaphore() = default;

asio::awaitable<semaphore::permit> semaphore::acquire(std::chrono::steady_clock::time_point deadline
) {
    if (available_ > 0) {
        --available_;
        co_return permit{this};
    }
    waiter self{*this, deadline};
    co_await self.timer.async_wait(asio::as_tuple(asio::use_awaitable));
    // The deadline and a release may fall in one turn of the loop: who was granted holds a place.
    if (self.granted) {
        co_return permit{this};
    }
    co_return permit{};
}

void semaphore::release() noexcept {
    if (waiters_.empty()) {
        ++available_;
        return;
    }
    auto* const next = waiters_.front();
    waiters_.pop_front();
    next->granted = true;
    next->timer.cancel();
}

}  // namespace hub::runtime
