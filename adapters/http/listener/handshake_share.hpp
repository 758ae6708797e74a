// Keeps handshakes from taking a loop away from those who are in: each step of one takes a turn.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <list>
#include <memory>

namespace adapters::http::listener {

// Belongs to one loop. Within one turn of the loop steps take a bounded time; and as long as
// requests are served, a bounded part of all time. When none are, the rest is theirs too.
class handshake_share {
public:
    using clock = std::chrono::steady_clock;

    handshake_share(boost::asio::any_io_executor executor, unsigned percent);
    handshake_share(const handshake_share&) = delete;
    handshake_share& operator=(const handshake_share&) = delete;
    ~handshake_share();

    // Waits for a turn, in order of coming. False when the deadline passed first or the caller was
    // cancelled.
    [[nodiscard]] boost::asio::awaitable<bool> turn(clock::time_point deadline);
    // What a step took, in processor time.
    void spent(std::chrono::nanoseconds time);

    // A request was served on this loop.
    void served() noexcept { ++served_; }
    [[nodiscard]] std::size_t waiting() const noexcept { return waiting_.size(); }

private:
    struct waiter;
    struct reset;

    [[nodiscard]] bool is_open(clock::time_point now) noexcept;
    [[nodiscard]] clock::time_point next_look(clock::time_point now) const noexcept;
    void refill(clock::time_point now) noexcept;
    void wake_first() noexcept;

    boost::asio::any_io_executor executor_;
    const std::int64_t percent_;
    std::chrono::nanoseconds saved_;
    std::chrono::nanoseconds in_this_turn_{0};
    clock::time_point filled_at_;
    clock::time_point looked_at_;
    std::uint64_t served_ = 0;
    std::uint64_t served_before_ = 0;
    bool is_quiet_ = true;
    std::list<waiter*> waiting_;
    // What a posted reset looks at: it may come after this has gone.
    std::shared_ptr<handshake_share*> alive_;
    bool reset_posted_ = false;
};

}  // namespace adapters::http::listener
