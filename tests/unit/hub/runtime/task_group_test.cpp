#include "hub/runtime/task_group.hpp"

#include "hub/runtime/loops.hpp"
#include "hub/runtime/on.hpp"
#include "hub/runtime/semaphore.hpp"
#include "hub/runtime/with_timeout.hpp"
#include "tests/support/await.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <gtest/gtest.h>

#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace {

using namespace hub::runtime;
using tests::support::await;
namespace asio = boost::asio;
using std::chrono::hours;
using std::chrono::milliseconds;

asio::awaitable<void> wait_for_ever() {
    asio::steady_timer timer{co_await asio::this_coro::executor, hours{24}};
    co_await timer.async_wait(asio::as_tuple(asio::use_awaitable));
}

asio::awaitable<void> wait_gracefully(std::vector<std::string>& said) {
    co_await asio::this_coro::reset_cancellation_state(asio::enable_total_cancellation());
    co_await wait_for_ever();
    said.emplace_back("graceful");
}

asio::awaitable<void> wait_stubbornly(std::vector<std::string>& said) {
    co_await asio::this_coro::throw_if_cancelled(false);
    co_await wait_for_ever();
    said.emplace_back("stubborn");
}

asio::awaitable<void> drain(std::vector<std::string>& said) {
    task_group group{co_await asio::this_coro::executor};
    group.spawn(wait_stubbornly(said));
    group.spawn(wait_gracefully(said));
    co_await asio::post(asio::use_awaitable);
    group.emit(asio::cancellation_type::total);
    while (group.size() > 1) {
        co_await asio::post(asio::use_awaitable);
    }
    said.emplace_back("terminal");
    group.emit(asio::cancellation_type::terminal);
    co_await group.wait();
    EXPECT_TRUE(group.empty());
}

TEST(task_group, asks_first_and_then_ends_who_did_not_listen) {
    std::vector<std::string> said;
    await(drain(said));
    EXPECT_EQ(said, (std::vector<std::string>{"graceful", "terminal", "stubborn"}));
}

asio::awaitable<void> fail() {
    throw std::runtime_error{"broken"};
    co_return;
}

asio::awaitable<std::size_t> run_failing() {
    std::size_t failures = 0;
    const auto count = [&](std::exception_ptr) { ++failures; };
    task_group group{co_await asio::this_coro::executor, count};
    group.spawn(fail());
    const auto task = group.spawn(wait_for_ever());
    co_await asio::post(asio::use_awaitable);
    EXPECT_EQ(group.size(), 1U);
    task.emit(asio::cancellation_type::terminal);
    co_await group.wait();
    task.emit(asio::cancellation_type::terminal);
    co_return failures;
}

TEST(task_group, a_failing_task_ends_alone) {
    EXPECT_EQ(await(run_failing()), 2U - 1U);
}

asio::awaitable<int> answer() {
    co_return 42;
}

asio::awaitable<int> answer_late() {
    co_await wait_for_ever();
    co_return 42;
}

asio::awaitable<int> answer_badly() {
    throw std::runtime_error{"broken"};
    co_return 0;
}

asio::awaitable<void> set_deadlines() {
    EXPECT_EQ((co_await with_timeout(answer(), hours{1})).value(), 42);
    const auto late = co_await with_timeout(answer_late(), milliseconds{1});
    EXPECT_EQ(late.error(), asio::error::timed_out);
    const auto never = co_await with_timeout(wait_for_ever(), milliseconds{1});
    EXPECT_EQ(never.error(), asio::error::timed_out);
    (void)co_await with_timeout(answer_badly(), hours{1});
}

TEST(with_timeout, gives_the_value_the_timeout_or_the_failure) {
    EXPECT_THROW(await(set_deadlines()), std::runtime_error);
}

asio::awaitable<void>
take_turns(semaphore& places, std::vector<std::string>& said, std::string who) {
    const auto place =
        co_await places.acquire(std::chrono::steady_clock::now() + std::chrono::hours{1});
    EXPECT_TRUE(place);
    said.push_back(who + " in");
    co_await asio::post(asio::use_awaitable);
    said.push_back(who + " out");
}

asio::awaitable<void> share_one_place(std::vector<std::string>& said) {
    const auto executor = co_await asio::this_coro::executor;
    semaphore places{executor, 1};
    task_group group{executor};
    group.spawn(take_turns(places, said, "a"));
    group.spawn(take_turns(places, said, "b"));
    group.spawn(take_turns(places, said, "c"));
    co_await group.wait();
    EXPECT_EQ(places.available(), 1U);

    const auto held = co_await places.acquire(std::chrono::steady_clock::now());
    EXPECT_TRUE(held);
    EXPECT_FALSE(co_await places.acquire(std::chrono::steady_clock::now() + milliseconds{1}));
}

TEST(semaphore, lets_in_by_order_and_gives_up_at_the_deadline) {
    std::vector<std::string> said;
    await(share_one_place(said));
    EXPECT_EQ(said, (std::vector<std::string>{"a in", "a out", "b in", "b out", "c in", "c out"}));
}

asio::awaitable<std::thread::id> where() {
    co_return std::this_thread::get_id();
}

asio::awaitable<std::thread::id> elsewhere(asio::any_io_executor other) {
    co_return co_await on(std::move(other), where());
}

TEST(loops, each_runs_on_a_thread_of_its_own) {
    loops two{{.count = 2}};
    two.start();
    const auto first = await(elsewhere(two.executor(0)));
    const auto second = await(elsewhere(two.executor(1)));
    EXPECT_NE(first, second);
    EXPECT_NE(first, std::this_thread::get_id());
}

}  // namespace
