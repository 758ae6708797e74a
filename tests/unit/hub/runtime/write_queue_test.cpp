#include "hub/runtime/write_queue.hpp"

#include "tests/support/await.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <functional>
#include <future>
#include <vector>

namespace hub::runtime {
namespace {

namespace asio = boost::asio;

struct number_operation : write_operation {
    explicit number_operation(int value) : write_operation{8}, number{value} {}
    int number;
    int outcome = 0;
};

asio::awaitable<int> write(write_queue& queue, int value) {
    number_operation operation{value};
    const bool taken = co_await queue.submit(operation);
    co_return taken ? operation.outcome : -1;
}

asio::awaitable<void> write_into(write_queue& queue, int value, std::vector<int>& outcomes) {
    outcomes.push_back(co_await write(queue, value));
}

// Doubles every number; the first call waits until the test opens the gate.
struct gated_commit {
    std::vector<std::size_t>& sizes;
    std::shared_future<void> gate;

    std::optional<std::chrono::microseconds> operator()(write_batch batch) const {
        gate.wait();
        sizes.push_back(batch.size());
        for (auto* const one : batch) {
            auto& operation = dynamic_cast<number_operation&>(*one);
            operation.outcome = 2 * operation.number;
        }
        return std::nullopt;
    }
};

TEST(write_queue, wakes_the_writer_of_each_operation_with_its_outcome) {
    std::vector<std::size_t> sizes;
    std::promise<void> gate;
    gate.set_value();
    write_queue queue{{.name = "test"}, gated_commit{sizes, gate.get_future().share()}};
    EXPECT_EQ(tests::support::await(write(queue, 21)), 42);
}

TEST(write_queue, commits_together_what_gathered_meanwhile) {
    std::vector<std::size_t> sizes;
    std::vector<int> outcomes;
    std::promise<void> gate;
    {
        write_queue queue{{.name = "test"}, gated_commit{sizes, gate.get_future().share()}};
        asio::io_context context;
        for (int value = 1; value <= 10; ++value) {
            asio::co_spawn(context, write_into(queue, value, outcomes), asio::detached);
        }
        context.poll();
        gate.set_value();
        context.run();
    }
    EXPECT_EQ(outcomes, (std::vector<int>{2, 4, 6, 8, 10, 12, 14, 16, 18, 20}));
    // One or two batches, and the last call at the end.
    EXPECT_LE(sizes.size(), 3U);
}

// How much each commit held, and when the last began. The first tells that it began, and ends when
// it may.
struct paced_commits {
    using clock = std::chrono::steady_clock;
    std::vector<std::size_t> sizes;
    clock::time_point last_began;
    std::promise<void> first_began;
    std::promise<void> first_may_end;

    std::optional<std::chrono::microseconds> operator()(write_batch batch) {
        if (!batch.empty()) {
            sizes.push_back(batch.size());
            last_began = clock::now();
            if (sizes.size() == 1) {
                first_began.set_value();
                first_may_end.get_future().wait();
            }
        }
        return std::nullopt;
    }
};

void write_some(
    asio::io_context& context,
    write_queue& queue,
    std::vector<int>& outcomes,
    int some
) {
    for (int value = 0; value < some; ++value) {
        asio::co_spawn(context, write_into(queue, value, outcomes), asio::detached);
    }
}

TEST(write_queue, keeps_its_pace_after_a_batch_of_several) {
    constexpr std::chrono::milliseconds pace{20};
    paced_commits commits;
    paced_commits::clock::time_point let_go;
    std::vector<int> outcomes;
    {
        write_queue queue{{.name = "test", .pace = pace}, std::ref(commits)};
        asio::io_context context;
        write_some(context, queue, outcomes, 1);
        context.poll();
        commits.first_began.get_future().wait();
        // Both wait for the end of the first, and so go together.
        write_some(context, queue, outcomes, 2);
        context.poll();
        let_go = paced_commits::clock::now();
        commits.first_may_end.set_value();
        context.run();
        context.restart();
        write_some(context, queue, outcomes, 1);
        context.run();
    }
    ASSERT_EQ(commits.sizes, (std::vector<std::size_t>{1, 2, 1}));
    EXPECT_GE(commits.last_began - let_go, pace);
}

TEST(write_queue, does_not_let_wait_who_comes_alone_or_fills_a_batch) {
    paced_commits commits;
    commits.first_may_end.set_value();
    std::vector<int> outcomes;
    {
        write_queue queue{
            {.name = "test", .max_batch_operations = 2, .pace = std::chrono::hours{1}},
            std::ref(commits)};
        for (const int some : {1, 1, 2, 2}) {
            asio::io_context context;
            write_some(context, queue, outcomes, some);
            context.run();
        }
    }
    EXPECT_EQ(outcomes.size(), 6U);
}

TEST(write_queue, says_no_when_too_much_waits_and_keeps_the_rest) {
    std::vector<std::size_t> sizes;
    std::vector<int> outcomes;
    std::promise<void> gate;
    write_queue queue{
        {.name = "test", .max_operations = 3, .max_batch_operations = 1},
        gated_commit{sizes, gate.get_future().share()}};
    asio::io_context context;
    for (int value = 1; value <= 10; ++value) {
        asio::co_spawn(context, write_into(queue, value, outcomes), asio::detached);
    }
    context.poll();
    gate.set_value();
    context.run();
    ASSERT_EQ(outcomes.size(), 10U);
    // Three waited, one more may have been with the writer.
    const auto refused = std::count(outcomes.begin(), outcomes.end(), -1);
    EXPECT_GE(refused, 6);
    EXPECT_LE(refused, 7);
}

TEST(write_queue, takes_nothing_after_it_closed) {
    std::vector<std::size_t> sizes;
    std::promise<void> gate;
    gate.set_value();
    write_queue queue{{.name = "test"}, gated_commit{sizes, gate.get_future().share()}};
    queue.close();
    EXPECT_EQ(tests::support::await(write(queue, 1)), -1);
}

TEST(write_queue, calls_by_itself_when_it_was_asked_to) {
    std::promise<void> called;
    std::atomic<int> calls{0};
    write_queue queue{
        {.name = "test"}, [&](write_batch batch) -> std::optional<std::chrono::microseconds> {
            if (!batch.empty()) {
                return std::chrono::microseconds{1};
            }
            if (++calls == 1) {
                called.set_value();
            }
            return std::nullopt;
        }};
    EXPECT_EQ(tests::support::await(write(queue, 1)), 0);
    called.get_future().wait();
    EXPECT_EQ(calls, 1);
}

}  // namespace
}  // namespace hub::runtime
