#include "hub/runtime/bell.hpp"

#include "tests/support/await.hpp"

#include <boost/asio/error.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <stdexcept>
#include <thread>

namespace {

using hub::runtime::bell;
using tests::support::await;
namespace asio = boost::asio;

TEST(bell, does_not_lose_a_ring_before_the_wait) {
    bell one;
    const auto heard = one.rung();
    one.ring();
    await(one.wait(heard));
    EXPECT_EQ(one.rung(), heard + 1);
}

asio::awaitable<void> count_to(bell& one, const std::atomic<int>& value, int target) {
    for (;;) {
        const auto heard = one.rung();
        if (value == target) {
            co_return;
        }
        co_await one.wait(heard);
    }
}

TEST(bell, wakes_from_another_thread) {
    bell one;
    std::atomic<int> value = 0;
    std::thread other{[&] {
        for (auto round = 0; round < 1000; ++round) {
            ++value;
            one.ring();
        }
    }};
    await(count_to(one, value, 1000));
    other.join();
    EXPECT_EQ(value, 1000);
    EXPECT_EQ(one.rung(), 1000U);
}

asio::awaitable<void> wait_once(bell& one) {
    co_await one.wait(one.rung());
}

asio::awaitable<void> end_at_once() {
    co_await asio::post(co_await asio::this_coro::executor, asio::use_awaitable);
}

// Which of the two came to its end: 0 or 1.
asio::awaitable<std::size_t> wait_or_end(bell& one) {
    using namespace asio::experimental::awaitable_operators;
    const auto ended = co_await (wait_once(one) || end_at_once());
    co_return ended.index();
}

TEST(bell, a_wait_can_be_cancelled) {
    bell one;
    EXPECT_EQ(await(wait_or_end(one)), 1U);
    const auto heard = one.rung();
    one.ring();
    EXPECT_EQ(one.rung(), heard + 1) << "whom nobody waits for is not waked";
}

TEST(bell, may_ring_for_somebody_whose_test_gave_up) {
    bell one;
    EXPECT_THROW(await(wait_once(one), std::chrono::milliseconds{1}), std::runtime_error);
    one.ring();
    EXPECT_EQ(one.rung(), 1U);
}

}  // namespace
