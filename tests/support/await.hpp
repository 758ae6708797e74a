// Runs one coroutine to its end on a context of its own and gives its result.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <chrono>
#include <exception>
#include <optional>
#include <stdexcept>
#include <utility>

namespace tests::support {

// A test that hangs fails by this deadline instead.
inline constexpr std::chrono::seconds await_deadline{30};

template <class T>
[[nodiscard]] T await(boost::asio::awaitable<T> operation) {
    boost::asio::io_context context{1};
    std::optional<T> value;
    std::exception_ptr failure;
    boost::asio::co_spawn(context, std::move(operation), [&](std::exception_ptr error, T outcome) {
        failure = error;
        value.emplace(std::move(outcome));
    });
    context.run_for(await_deadline);
    if (failure) {
        std::rethrow_exception(failure);
    }
    if (!value) {
        throw std::runtime_error{"the awaited operation did not end in time"};
    }
    return std::move(*value);
}

inline void await(boost::asio::awaitable<void> operation) {
    boost::asio::io_context context{1};
    std::exception_ptr failure;
    auto ended = false;
    boost::asio::co_spawn(context, std::move(operation), [&](std::exception_ptr error) {
        failure = error;
        ended = true;
    });
    context.run_for(await_deadline);
    if (failure) {
        std::rethrow_exception(failure);
    }
    if (!ended) {
        throw std::runtime_error{"the awaited operation did not end in time"};
    }
}

}  // namespace tests::support
