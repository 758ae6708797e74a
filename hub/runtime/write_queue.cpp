#include "hub/runtime/write_queue.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <utility>

namespace hub::runtime {
namespace asio = boost::asio;

write_queue::write_queue(write_queue_options options, commit_batch commit)
    : options_{std::move(options)},
      commit_{std::move(commit)},
      thread_{start_thread(options_.name, options_.thread, [this] { run(); })} {}

write_queue::~write_queue() {
    close();
}

asio::awaitable<bool> write_queue::submit(write_operation& operation) {
    // Behind everything that is ready in this turn of the loop: all of it stands in the queue
    // before the writer, whom the first one wakes, looks.
    co_await asio::post(asio::use_awaitable);
    co_await suspend([this, &operation](sleeper waiting) { enqueue(operation, std::move(waiting)); }
    );
    co_return operation.taken_;
}

void write_queue::enqueue(write_operation& operation, sleeper waiting) {
    {
        const std::lock_guard lock{mutex_};
        if (!closed_ && queue_.size() < options_.max_operations &&
            queued_bytes_ + operation.bytes() <= options_.max_bytes) {
            operation.taken_ = true;
            operation.sleeper_ = std::move(waiting);
            queued_bytes_ += operation.bytes();
            queue_.push_back(&operation);
            // The writer looks again by itself when it comes back from a commit; it needs a
            // signal only when it may be asleep.
            if (queue_.size() == 1 || enough()) {
                arrived_.notify_one();
            }
            return;
        }
    }
    std::vector<sleeper> refused;
    refused.push_back(std::move(waiting));
    wake(refused);
}

void write_queue::call_within(std::chrono::microseconds delay) {
    const std::lock_guard lock{mutex_};
    const auto at = std::chrono::steady_clock::now() + delay;
    if (!call_at_ || at < *call_at_) {
        call_at_ = at;
        arrived_.notify_one();
    }
}

std::size_t write_queue::waiting() const {
    const std::lock_guard lock{mutex_};
    return queue_.size();
}

void write_queue::close() {
    {
        const std::lock_guard lock{mutex_};
        closed_ = true;
        arrived_.notify_one();
    }
    if (thread_.joinable()) {
        thread_.join();
    }
}

bool write_queue::enough() const noexcept {
    return queue_.size() >= options_.max_batch_operations ||
           queued_bytes_ >= options_.max_batch_bytes;
}

bool write_queue::gather(std::vector<write_operation*>& batch) {
    std::unique_lock lock{mutex_};
    const auto due = [this] { return !queue_.empty() || closed_; };
    while (!due()) {
        if (!call_at_) {
            arrived_.wait(lock);
        } else if (arrived_.wait_until(lock, *call_at_) == std::cv_status::timeout) {
            break;
        }
    }
    if (company_ && !queue_.empty()) {
        arrived_.wait_until(lock, began_ + options_.pace, [this] { return closed_ || enough(); });
    }
    began_ = std::chrono::steady_clock::now();
    take(batch);
    company_ = batch.size() > 1;
    const bool last = closed_ && batch.empty() && !call_at_;
    if (batch.empty()) {
        call_at_.reset();
    }
    return !last;
}

void write_queue::take(std::vector<write_operation*>& batch) {
    std::size_t bytes = 0;
    while (!queue_.empty() && batch.size() < options_.max_batch_operations) {
        auto* const next = queue_.front();
        if (!batch.empty() && bytes + next->bytes() > options_.max_batch_bytes) {
            break;
        }
        bytes += next->bytes();
        batch.push_back(next);
        queue_.pop_front();
    }
    queued_bytes_ -= bytes;
}

void write_queue::finish(const std::vector<write_operation*>& batch) {
    std::vector<sleeper> sleeping;
    sleeping.reserve(batch.size());
    for (auto* const operation : batch) {
        sleeping.push_back(std::move(operation->sleeper_));
    }
    wake(sleeping);
}

void write_queue::run() {
    std::vector<write_operation*> batch;
    batch.reserve(options_.max_batch_operations);
    while (gather(batch)) {
        const auto again = commit_(batch);
        finish(batch);
        batch.clear();
        const std::lock_guard lock{mutex_};
        // At the end nobody waits for what a later call would do.
        if (again && !closed_) {
            const auto at = std::chrono::steady_clock::now() + *again;
            call_at_ = call_at_ ? std::min(*call_at_, at) : at;
        }
    }
    commit_({});
}

}  // namespace hub::runtime
