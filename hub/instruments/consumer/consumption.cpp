#include "hub/instruments/consumer/consumption.hpp"

#include "hub/runtime/kill_points/kill_points.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace hub::instruments::consumer {
namespace asio = boost::asio;

namespace {

// More of these in a row than others can cause: then waiting helps.
constexpr std::uint32_t most_conflicts = 16;

std::vector<ports::position> offsets_behind(const std::vector<ports::delivered>& records) {
    std::map<std::pair<model::stream, std::int32_t>, ports::position> next;
    for (const auto& one : records) {
        const auto& where = one.position;
        auto& behind = next[{where.stream, where.partition}];
        behind.stream = where.stream;
        behind.partition = where.partition;
        behind.offset = std::max(behind.offset, where.offset + 1);
        behind.newest_ms = std::max(behind.newest_ms, one.written_ms);
    }
    std::vector<ports::position> result;
    result.reserve(next.size());
    for (const auto& [place, behind] : next) {
        result.push_back(behind);
    }
    return result;
}

}  // namespace

consumption::consumption(consumption_ports ports, consumption_options options)
    : ports_{ports}, options_{std::move(options)}, back_off_{options_.retry} {}

asio::awaitable<void> consumption::run(batch_handler& handler) {
    while (!closed_) {
        auto records = co_await ports_.subscriber.next(options_.batch_limit);
        if (!records) {
            if (!co_await after_reading_failed(records.error())) {
                break;
            }
            continue;
        }
        const auto started = ports_.clock.now();
        records_in_hand batch;
        batch.next_offsets = offsets_behind(*records);
        batch.records = std::move(*records);
        if (!co_await handle(handler, batch)) {
            break;
        }
        runtime::kill_points::pass("after_consumer_commit_before_position");
        ports_.subscriber.confirm(batch.next_offsets);
        if (batch.records.size() < options_.batch_limit) {
            co_await keep_pace(started);
        }
    }
}

void consumption::close() {
    closed_ = true;
    go_on_.ring();
    ports_.subscriber.close();
    ports_.waiter.cancel();
}

// False when closed before it was handled; it is read again after the next start.
asio::awaitable<bool> consumption::handle(batch_handler& handler, records_in_hand& batch) {
    std::uint32_t conflicts = 0;
    for (;; ++batch.failures) {
        const auto done = co_await handler.handle(batch);
        if (done) {
            succeeded();
            co_return true;
        }
        const auto is_conflict = done.error() == ports::make_error_code(ports::errc::conflict);
        if (is_conflict && !closed_ && ++conflicts < most_conflicts) {
            // The other one is through: no waiting.
            continue;
        }
        conflicts = 0;
        if (!co_await wait_after(done.error())) {
            co_return false;
        }
    }
}

// False when there is nothing more to read.
asio::awaitable<bool> consumption::after_reading_failed(boost::system::error_code why) {
    if (why == ports::make_error_code(ports::errc::closed)) {
        co_return false;
    }
    if (why == ports::make_error_code(ports::errc::position_lost)) {
        co_return co_await wait_for_resume(why);
    }
    co_return co_await wait_after(why);
}

// Never guessed: an operator decides to go on.
asio::awaitable<bool> consumption::wait_for_resume(boost::system::error_code why) {
    progress_ = progress::stopped;
    ports_.watcher.stopped(options_.name, why);
    while (!closed_ && progress_ != progress::goes_on) {
        const auto heard = go_on_.rung();
        co_await go_on_.wait(heard);
    }
    co_return !closed_;
}

ports::async_result<std::vector<ports::position>> consumption::resume() {
    if (progress_ != progress::stopped) {
        co_return progress_ == progress::resuming ? ports::errc::conflict : ports::errc::not_found;
    }
    progress_ = progress::resuming;
    auto moved = co_await ports_.subscriber.resume();
    if (!moved) {
        progress_ = progress::stopped;
        co_return moved.error();
    }
    progress_ = progress::goes_on;
    ports_.watcher.resumed(options_.name);
    go_on_.ring();
    co_return moved;
}

asio::awaitable<bool> consumption::wait_after(boost::system::error_code why) {
    const auto action = back_off_.next(runtime::attempt_outcome::failed, ports_.clock.now());
    failing_ = action.failures;
    ports_.watcher.failing(options_.name, why, action.failures);
    if (!closed_) {
        co_await ports_.waiter.wait(action.wait);
    }
    co_return !closed_;
}

asio::awaitable<void> consumption::keep_pace(model::timestamp started) {
    // The clock may jump either way: never wait longer than the pace.
    const auto wait = std::min(options_.pace, options_.pace - (ports_.clock.now() - started));
    if (wait.count() > 0 && !closed_) {
        co_await ports_.waiter.wait(wait);
    }
}

void consumption::succeeded() {
    if (failing_ != 0) {
        static_cast<void>(back_off_.next(runtime::attempt_outcome::succeeded, ports_.clock.now()));
        failing_ = 0;
    }
}

}  // namespace hub::instruments::consumer
