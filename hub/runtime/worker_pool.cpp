#include "hub/runtime/worker_pool.hpp"

#include <system_error>
#include <utility>

namespace hub::runtime {
namespace asio = boost::asio;

worker_pool::worker_pool(worker_pool_options options) : options_{std::move(options)} {
    threads_.reserve(options_.threads);
}

worker_pool::~worker_pool() {
    close();
}

asio::awaitable<bool> worker_pool::run(job work) {
    bool ran = true;
    co_await suspend([this, &work, &ran](sleeper waiting) {
        entry what{std::move(work), {}};
        what.waiting.push_back(std::move(waiting));
        // Once it is queued the coroutine may be running again: nothing of it is touched then.
        bool* const outcome = &ran;
        if (!enqueue(what)) {
            *outcome = false;
            wake(what.waiting);
        }
    });
    co_return ran;
}

bool worker_pool::start(job work) {
    entry what{std::move(work), {}};
    return enqueue(what);
}

bool worker_pool::enqueue(entry& what) {
    const std::lock_guard lock{mutex_};
    if (closed_ || queue_.size() >= options_.max_waiting) {
        return false;
    }
    if (queue_.size() >= free_ && threads_.size() < options_.threads && !begin_thread()) {
        return false;
    }
    queue_.push_back(std::move(what));
    arrived_.notify_one();
    return true;
}

bool worker_pool::begin_thread() {
    try {
        const auto worker = threads_.size();
        threads_.push_back(start_thread(options_.name, options_.thread, [this, worker] {
            serve(worker);
        }));
    } catch (const std::system_error&) {
        return !threads_.empty();
    }
    return true;
}

void worker_pool::close() {
    {
        const std::lock_guard lock{mutex_};
        closed_ = true;
        arrived_.notify_all();
    }
    for (auto& thread : threads_) {
        if (thread.joinable()) {
            thread.join();
        }
    }
}

void worker_pool::serve(std::size_t worker) {
    while (true) {
        entry next;
        {
            std::unique_lock lock{mutex_};
            ++free_;
            arrived_.wait(lock, [this] { return closed_ || !queue_.empty(); });
            --free_;
            if (queue_.empty()) {
                return;
            }
            next = std::move(queue_.front());
            queue_.pop_front();
        }
        next.work(worker);
        next.work = nullptr;
        wake(next.waiting);
    }
}

}  // namespace hub::runtime
