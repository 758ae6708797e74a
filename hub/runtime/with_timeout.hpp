// Gives an operation a deadline; for operations that are safe to abandon.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/result.hpp>

#include <chrono>
#include <exception>
#include <optional>
#include <utility>
#include <variant>

namespace hub::runtime {
namespace detail {

// operator|| waits for the first success, so a failure is carried as a value.
template <class T>
struct outcome {
    std::exception_ptr failure;
    std::optional<T> value;
};

template <class T>
boost::asio::awaitable<outcome<T>> captured(boost::asio::awaitable<T> operation) {
    outcome<T> result;
    try {
        result.value.emplace(co_await std::move(operation));
    } catch (...) {
        result.failure = std::current_exception();
    }
    co_return result;
}

inline boost::asio::awaitable<std::monostate> valued(boost::asio::awaitable<void> operation) {
    co_await std::move(operation);
    co_return std::monostate{};
}

}  // namespace detail

// The operation's value, or boost::asio::error::timed_out after its (terminal) cancellation. What
// the operation throws passes through.
template <class T>
boost::asio::awaitable<boost::system::result<T>>
with_timeout(boost::asio::awaitable<T> operation, std::chrono::steady_clock::duration limit) {
    using boost::asio::experimental::awaitable_operators::operator||;
    boost::asio::steady_timer timer{co_await boost::asio::this_coro::executor, limit};
    auto first = co_await (
        detail::captured(std::move(operation)) || timer.async_wait(boost::asio::use_awaitable)
    );
    if (first.index() == 1) {
        co_return boost::system::error_code{boost::asio::error::timed_out};
    }
    auto& ended = std::get<0>(first);
    if (ended.failure) {
        std::rethrow_exception(ended.failure);
    }
    co_return std::move(*ended.value);
}

inline boost::asio::awaitable<boost::system::result<void>>
with_timeout(boost::asio::awaitable<void> operation, std::chrono::steady_clock::duration limit) {
    const auto done = co_await with_timeout(detail::valued(std::move(operation)), limit);
    if (done.has_error()) {
        co_return done.error();
    }
    co_return boost::system::result<void>{};
}

}  // namespace hub::runtime
