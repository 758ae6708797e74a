#include "hub/instruments/consumer/runner.hpp"

#include "hub/instruments/consumer/batch.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace hub::instruments::consumer {
namespace asio = boost::asio;

namespace {

std::vector<ports::position> next_offsets(const std::vector<ports::delivered>& records) {
    std::map<std::pair<model::stream, std::int32_t>, std::int64_t> next;
    for (const auto& one : records) {
        auto& offset = next[{one.position.stream, one.position.partition}];
        offset = std::max(offset, one.position.offset + 1);
    }
    std::vector<ports::position> result;
    result.reserve(next.size());
    for (const auto& [place, offset] : next) {
        result.push_back({place.first, place.second, offset});
    }
    return result;
}

}  // namespace

class runner::implementation {
public:
    implementation(const instrument& decides, runner_ports ports, runner_options options)
        : decides_{decides},
          ports_{ports},
          options_{std::move(options)},
          back_off_{options_.retry} {}

    asio::awaitable<void> run() {
        while (!closed_) {
            const auto records = co_await ports_.subscriber.next(options_.batch_limit);
            if (!records) {
                if (!co_await after_reading_failed(records.error())) {
                    break;
                }
                continue;
            }
            const auto started = ports_.clock.now();
            if (!co_await handle(*records)) {
                break;
            }
            if (records->size() < options_.batch_limit) {
                co_await keep_pace(started);
            }
        }
    }

    void close() {
        closed_ = true;
        ports_.subscriber.close();
        ports_.waiter.cancel();
    }

    [[nodiscard]] const runner_counts& counts() const noexcept { return counts_; }

private:
    // False when closed before it could be committed; it is read again after the next start.
    asio::awaitable<bool> handle(const std::vector<ports::delivered>& records) {
        const auto positions = next_offsets(records);
        auto fresh = fresh_records::assumed;
        for (;;) {
            // Whatever failed, everything is read and decided again: what the failed commit left,
            // or somebody else changed, shows there.
            const auto done = co_await attempt(records, positions, fresh);
            if (done) {
                break;
            }
            fresh = fresh_records::looked_up;
            // A conflict needs no waiting: the other one is through.
            if (done.error() == ports::make_error_code(ports::errc::conflict) && !closed_ &&
                conflicts_++ < most_conflicts) {
                continue;
            }
            conflicts_ = 0;
            if (!co_await wait_after(done.error())) {
                co_return false;
            }
        }
        conflicts_ = 0;
        succeeded();
        ports_.subscriber.confirm(positions);
        co_return true;
    }

    ports::async_result<void> attempt(
        const std::vector<ports::delivered>& records,
        const std::vector<ports::position>& positions,
        fresh_records fresh
    ) {
        batch work{decides_, ports_, options_, fresh};
        for (const auto& one : records) {
            work.add(one);
        }
        if (const auto done = co_await work.prepare(); !done) {
            co_return done;
        }
        work.decide();
        std::vector<record_change> changes;
        if (ports_.observer != nullptr) {
            changes = work.changes();
        }
        auto transaction = work.take_transaction();
        transaction.positions = positions;
        if (const auto done = co_await ports_.book.commit(std::move(transaction)); !done) {
            co_return done;
        }
        tell(work);
        if (ports_.observer != nullptr && !changes.empty()) {
            co_await ports_.observer->committed(std::move(changes));
        }
        co_return ports::result<void>{};
    }

    void tell(const batch& work) {
        ++counts_.batches;
        counts_.repeated += work.repeated();
        for (const auto& one : work.verdicts()) {
            switch (one.what) {
                case fate::applied:
                case fate::ended:
                    ++counts_.handled;
                    break;
                case fate::held:
                    ++counts_.held;
                    ports_.watcher.held(options_.name, one.message->message.id);
                    break;
                case fate::parked:
                    tell_parked(one);
                    break;
            }
        }
    }

    void tell_parked(const verdict& one) {
        ++counts_.parked;
        const auto& message = *one.message;
        if (message.fit == fitness::not_authentic) {
            ++counts_.not_authentic;
            ports_.watcher.not_authentic(
                options_.name, message.where, message.message.id, message.code
            );
        }
        ports_.watcher.parked(options_.name, message.held_id, one.code);
    }

    // False when there is nothing more to read.
    asio::awaitable<bool> after_reading_failed(boost::system::error_code why) {
        if (why == ports::make_error_code(ports::errc::closed)) {
            co_return false;
        }
        if (why == ports::make_error_code(ports::errc::position_lost)) {
            // Never guessed: an operator decides where to go on.
            ports_.watcher.stopped(options_.name, why);
            co_return false;
        }
        co_return co_await wait_after(why);
    }

    asio::awaitable<bool> wait_after(boost::system::error_code why) {
        const auto action = back_off_.next(runtime::attempt_outcome::failed, ports_.clock.now());
        counts_.failing = action.failures;
        ports_.watcher.failing(options_.name, why, action.failures);
        if (!closed_) {
            co_await ports_.waiter.wait(action.wait);
        }
        co_return !closed_;
    }

    void succeeded() {
        if (counts_.failing != 0) {
            static_cast<void>(
                back_off_.next(runtime::attempt_outcome::succeeded, ports_.clock.now())
            );
            counts_.failing = 0;
        }
    }

    asio::awaitable<void> keep_pace(model::timestamp started) {
        // The clock may jump either way: never wait longer than the pace.
        const auto wait = std::min(options_.pace, options_.pace - (ports_.clock.now() - started));
        if (wait.count() > 0 && !closed_) {
            co_await ports_.waiter.wait(wait);
        }
    }

    static constexpr std::uint32_t most_conflicts = 16;

    const instrument& decides_;
    runner_ports ports_;
    runner_options options_;
    runtime::back_off back_off_;
    runner_counts counts_;
    std::uint32_t conflicts_ = 0;
    bool closed_ = false;
};

runner::runner(const instrument& decides, runner_ports ports, runner_options options)
    : implementation_{std::make_unique<implementation>(decides, ports, std::move(options))} {}

runner::~runner() = default;

asio::awaitable<void> runner::run() {
    return implementation_->run();
}

void runner::close() {
    implementation_->close();
}

const runner_counts& runner::counts() const noexcept {
    return implementation_->counts();
}

}  // namespace hub::instruments::consumer
