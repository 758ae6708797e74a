// Runs one coroutine to its end on a context of its own and gives its result.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <chrono>
#include <exception>
#include <memory>
#include <optional>
#include <stdexcept>
#include <utility>
#include <vector>

namespace tests::support {

// A test that hangs fails by this deadline instead.
inline constexpr std::chrono::seconds await_deadline{30};

namespace detail {

// What an operation leaves behind that did not end: whoever completes it late still finds its
// context, and what it writes to.
template <class Outcome>
struct awaited {
    boost::asio::io_context context{1};
    std::optional<Outcome> outcome;
    std::exception_ptr failure;
};

template <class Outcome>
[[nodiscard]] Outcome outcome_of(
    std::unique_ptr<awaited<Outcome>> running,
    std::chrono::steady_clock::duration deadline
) {
    running->context.run_for(deadline);
    if (running->failure) {
        std::rethrow_exception(running->failure);
    }
    if (!running->outcome) {
        static auto* const abandoned = new std::vector<std::unique_ptr<awaited<Outcome>>>;
        abandoned->push_back(std::move(running));
        throw std::runtime_error{"the awaited operation did not end in time"};
    }
    return std::move(*running->outcome);
}

}  // namespace detail

template <class T>
[[nodiscard]] T await(
    boost::asio::awaitable<T> operation,
    std::chrono::steady_clock::duration deadline = await_deadline
) {
    auto running = std::make_unique<detail::awaited<T>>();
    boost::asio::co_spawn(
        running->context,
        std::move(operation),
        [&into = *running](std::exception_ptr error, T outcome) {
            into.failure = error;
            into.outcome.emplace(std::move(outcome));
        }
    );
    return detail::outcome_of(std::move(running), deadline);
}

inline void await(
    boost::asio::awaitable<void> operation,
    std::chrono::steady_clock::duration deadline = await_deadline
) {
    struct nothing {};
    auto running = std::make_unique<detail::awaited<nothing>>();
    boost::asio::co_spawn(
        running->context,
        std::move(operation),
        [&into = *running](std::exception_ptr error) {
            into.failure = error;
            into.outcome.emplace();
        }
    );
    static_cast<void>(detail::outcome_of(std::move(running), deadline));
}

}  // namespace tests::support
