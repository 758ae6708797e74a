// Waits by the real time.
#pragma once

#include "hub/ports/waiter.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <memory>

namespace hub::runtime {

// All calls and waits on this executor.
[[nodiscard]] std::unique_ptr<ports::waiter> create_timer_waiter(
    boost::asio::any_io_executor executor
);

}  // namespace hub::runtime
