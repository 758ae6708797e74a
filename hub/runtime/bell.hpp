// Wakes coroutines on any executor from any thread, without losing a wake-up between looking and
// waiting.
#pragma once

#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <memory>

namespace hub::runtime {

// Thread-safe. One first asks how often it has rung, then looks at what one waits for, then waits:
//
//     const auto heard = bell.rung();
//     if (!something) { co_await bell.wait(heard); }
class bell {
public:
    bell();
    // Everyone who still waits is woken.
    ~bell();
    bell(const bell&) = delete;
    bell& operator=(const bell&) = delete;

    [[nodiscard]] std::uint64_t rung() const noexcept;

    // Returns on the caller's executor as soon as it has rung more often than heard; at once when
    // it already has. Cancellation ends the wait with operation_aborted, as Asio's own do.
    [[nodiscard]] boost::asio::awaitable<void> wait(std::uint64_t heard);

    void ring();

private:
    struct state;
    // Shared with waits that are being cancelled while this object goes.
    std::shared_ptr<state> state_;
};

}  // namespace hub::runtime
