// A coroutine that sleeps until another thread has done its work, and waking many of them with one
// post per executor.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <functional>
#include <memory>
#include <vector>

namespace hub::runtime {

// Owns the sleeping coroutine and keeps its context running. Must be handed to wake() exactly once;
// the context must still exist then.
class sleeper {
public:
    // The coroutine's handler, whatever its type.
    class handler {
    public:
        virtual ~handler() = default;
        virtual void complete() = 0;
    };

    sleeper() = default;
    sleeper(std::unique_ptr<handler> asleep, boost::asio::any_io_executor executor);

    [[nodiscard]] const boost::asio::any_io_executor& executor() const noexcept {
        return executor_;
    }
    // Runs the coroutine on the calling thread, which must be one of its executor's.
    void resume();

private:
    std::unique_ptr<handler> handler_;
    boost::asio::any_io_executor executor_;
    // The same executor, counted as outstanding work.
    boost::asio::any_io_executor work_;
};

// Puts the calling coroutine to sleep; start receives its sleeper and may wake it at once, from any
// thread.
[[nodiscard]] boost::asio::awaitable<void> suspend(std::function<void(sleeper)> start);

// Wakes all of them, each on its own executor and in order, with one post per executor. Leaves the
// list empty.
void wake(std::vector<sleeper>& sleeping);

}  // namespace hub::runtime
