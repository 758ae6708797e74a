// Owns coroutines: starts them, asks them to end, and waits until all have.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/cancellation_type.hpp>

#include <cstddef>
#include <exception>
#include <functional>
#include <memory>

namespace hub::runtime {

// Belongs to one loop: every member is called on that loop's thread (or before it runs). Tasks end
// at their own pace; the owner waits for them before it goes.
class task_group {
public:
    // Called with what escaped from a task; a task that fails ends alone.
    using failure_handler = std::function<void(std::exception_ptr)>;

    explicit task_group(
        boost::asio::any_io_executor executor,
        failure_handler on_failure = nullptr
    );
    task_group(const task_group&) = delete;
    task_group& operator=(const task_group&) = delete;
    ~task_group();

    // Asks one task to end. A task hears `total` only after it set its cancellation state so;
    // `terminal` is heard by default. Without effect once the task has ended.
    class task {
    public:
        void emit(boost::asio::cancellation_type type) const;

    private:
        friend class task_group;
        struct state;
        std::weak_ptr<state> state_;
    };

    // The group keeps the task until it ends; what the task refers to must outlive it.
    task spawn(boost::asio::awaitable<void> work);

    // To every task: first total ("finish what you have"), later terminal ("end now").
    void emit(boost::asio::cancellation_type type);

    [[nodiscard]] std::size_t size() const noexcept;
    [[nodiscard]] bool empty() const noexcept { return size() == 0; }

    // Returns when no task is left. Any number of coroutines of the same loop may wait.
    [[nodiscard]] boost::asio::awaitable<void> wait();

private:
    struct shared;
    // Shared with the completions, which may come after the group has gone when an io_context is
    // destroyed with tasks in it.
    std::shared_ptr<shared> shared_;
};

}  // namespace hub::runtime
