// A few threads for work that blocks, such as reading a file: bounded, and completing on the
// caller's executor.
#pragma once

#include "hub/runtime/sleeper.hpp"
#include "hub/runtime/thread.hpp"

#include <boost/asio/awaitable.hpp>

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace hub::runtime {

struct worker_pool_options {
    // The threads' name, at most 15 characters.
    std::string name;
    precedence thread = precedence::first;
    std::size_t threads = 2;
    std::size_t max_waiting = 1024;
};

// A thread begins when work comes and none is free: one that never works would still hold memory.
// Thread-safe, except that close() and the destructor belong to the owner.
class worker_pool {
public:
    // Is told which of the pool's threads it runs on, from 0.
    using job = std::function<void(std::size_t worker)>;

    explicit worker_pool(worker_pool_options options);
    ~worker_pool();
    worker_pool(const worker_pool&) = delete;
    worker_pool& operator=(const worker_pool&) = delete;

    // True when the job has run; false when too many wait or the pool is closed. Not cancellable.
    [[nodiscard]] boost::asio::awaitable<bool> run(job work);

    // Runs the job without anybody waiting for it; false when too many wait or the pool is closed.
    bool start(job work);

    // Takes nothing more, does what waits and ends the threads.
    void close();

private:
    struct entry {
        job work;
        std::vector<sleeper> waiting;
    };

    bool enqueue(entry& what);
    // With the lock held; false when the system gives none and there is none yet.
    bool begin_thread();
    void serve(std::size_t worker);

    worker_pool_options options_;
    std::mutex mutex_;
    std::condition_variable arrived_;
    std::deque<entry> queue_;
    bool closed_ = false;
    // Threads that wait for work.
    std::size_t free_ = 0;
    std::vector<std::thread> threads_;
};

}  // namespace hub::runtime
