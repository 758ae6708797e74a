// Waiting for a while, behind a port so that tests need no time.
#pragma once

#include <boost/asio/awaitable.hpp>

#include <chrono>

namespace hub::ports {

// Used from one executor.
class waiter {
public:
    virtual ~waiter() = default;

    // Returns after this time, or earlier once cancelled.
    [[nodiscard]] virtual boost::asio::awaitable<void> wait(std::chrono::microseconds time) = 0;

    // Ends the waits of now and makes all later ones return at once.
    virtual void cancel() = 0;
};

}  // namespace hub::ports
