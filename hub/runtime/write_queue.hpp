// One writer thread per file: operations from any executor gather, are committed together and wake
// their coroutines with one post per executor.
#pragma once

#include "hub/runtime/sleeper.hpp"
#include "hub/runtime/thread.hpp"

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <thread>
#include <vector>

namespace hub::runtime {

// What one coroutine wants written. Lives in the coroutine's frame, which sleeps until the batch is
// done; a derived class carries the input and receives the outcome.
class write_operation {
public:
    explicit write_operation(std::size_t bytes) noexcept : bytes_{bytes} {}
    virtual ~write_operation() = default;
    write_operation(const write_operation&) = delete;
    write_operation& operator=(const write_operation&) = delete;

    // Roughly what it holds in memory; counts towards the limits.
    [[nodiscard]] std::size_t bytes() const noexcept { return bytes_; }

private:
    friend class write_queue;
    std::size_t bytes_;
    bool taken_ = false;
    sleeper sleeper_;
};

using write_batch = std::span<write_operation* const>;

struct write_queue_options {
    // The thread's name, at most 15 characters.
    std::string name;
    precedence thread = precedence::first;
    // What may wait; beyond it submit() says no.
    std::size_t max_operations = 16'384;
    std::size_t max_bytes = std::size_t{64} << 20U;
    // What one batch may hold.
    std::size_t max_batch_operations = 256;
    std::size_t max_batch_bytes = std::size_t{8} << 20U;
    // A batch is taken no sooner after one that held several: where many come, more of them then
    // share a commit. Who comes alone does not wait.
    std::chrono::microseconds pace{0};
};

// Thread-safe, except that close() and the destructor belong to the owner.
class write_queue {
public:
    // Runs on the writer thread and fills in every operation's outcome. The batch is empty when it
    // is called because of a time it asked for itself, or at the end. Returns after how long it
    // wants to be called again even when nothing arrives.
    using commit_batch = std::function<std::optional<std::chrono::microseconds>(write_batch)>;

    write_queue(write_queue_options options, commit_batch commit);
    ~write_queue();
    write_queue(const write_queue&) = delete;
    write_queue& operator=(const write_queue&) = delete;

    // True when the operation went through commit_batch; false when too much waits or the queue is
    // closed, and nothing happened. Not cancellable: it always ends with the batch.
    [[nodiscard]] boost::asio::awaitable<bool> submit(write_operation& operation);

    // Has commit_batch called, at the latest after this time, even when nothing arrives.
    void call_within(std::chrono::microseconds delay);

    [[nodiscard]] std::size_t waiting() const;

    // Takes nothing more, commits what waits and ends the thread.
    void close();

private:
    using time_point = std::chrono::steady_clock::time_point;

    void enqueue(write_operation& operation, sleeper waiting);
    void run();
    // Waits until there is a batch or a call is due; false at the end.
    bool gather(std::vector<write_operation*>& batch);
    void take(std::vector<write_operation*>& batch);
    void finish(const std::vector<write_operation*>& batch);
    [[nodiscard]] bool enough() const noexcept;

    write_queue_options options_;
    commit_batch commit_;
    mutable std::mutex mutex_;
    std::condition_variable arrived_;
    std::deque<write_operation*> queue_;
    std::size_t queued_bytes_ = 0;
    std::optional<time_point> call_at_;
    bool closed_ = false;
    // Of the last batch: when it was taken, and whether it held more than one operation.
    time_point began_;
    bool company_ = false;
    std::thread thread_;
};

}  // namespace hub::runtime
