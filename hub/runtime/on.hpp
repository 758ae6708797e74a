// Runs a coroutine on another loop and waits for it.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <utility>

namespace hub::runtime {

// The caller owns the work: it goes on only when the work has ended, and passes its cancellation. T
// is default-constructible, as co_spawn wants.
template <class T>
boost::asio::awaitable<T>
on(boost::asio::any_io_executor executor, boost::asio::awaitable<T> work) {
    co_return co_await boost::asio::co_spawn(
        std::move(executor), std::move(work), boost::asio::use_awaitable
    );
}

}  // namespace hub::runtime
