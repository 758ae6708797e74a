// A limit on how many coroutines of one loop do something at once; the others wait in order.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <cstddef>
#include <list>
#include <memory>

namespace hub::runtime {

// Belongs to one loop; outlives its permits and those who wait.
class semaphore {
public:
    semaphore(boost::asio::any_io_executor executor, std::size_t permits);
    semaphore(const semaphore&) = delete;
    semaphore& operator=(const semaphore&) = delete;
    ~semaphore();

    // Gives its place back when it goes. An empty one holds none.
    class permit {
    public:
        permit() = default;
        explicit operator bool() const noexcept { return held_ != nullptr; }

    private:
        friend class semaphore;
        struct give_back {
            void operator()(semaphore* owner) const noexcept { owner->release(); }
        };
        explicit permit(semaphore* owner) noexcept : held_{owner} {}
        std::unique_ptr<semaphore, give_back> held_;
    };

    // Empty when there was no place before the deadline, or the caller was cancelled.
    [[nodiscard]] boost::asio::awaitable<permit> acquire(
        std::chrono::steady_clock::time_point deadline
    );

    [[nodiscard]] std::size_t available() const noexcept { return available_; }

private:
    struct waiter;
    void release() noexcept;

    boost::asio::any_io_executor executor_;
    std::size_t available_;
    std::list<waiter*> waiters_;
};

}  // namespace hub::runtime
