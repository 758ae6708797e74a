#include "hub/forwarder/forwarder.hpp"

#include "hub/forwarder/batch_in_hand.hpp"
#include "hub/runtime/kill_points/kill_points.hpp"

#include <algorithm>
#include <utility>

namespace hub::forwarder {
namespace asio = boost::asio;

namespace {

bool is_closed(const boost::system::error_code& error) {
    return error == ports::make_error_code(ports::errc::closed);
}

}  // namespace

class forwarder::implementation {
public:
    implementation(forwarder_ports ports, forwarder_options options)
        : ports_{ports}, options_{options}, back_off_{options.retry} {}

    asio::awaitable<void> run() {
        auto after = ports_.outbox.published_up_to();
        while (!closed_) {
            auto next = co_await ports_.outbox.next_outgoing(after, options_.groups.batch_records);
            if (next.has_error()) {
                if (is_closed(next.error()) || !co_await wait_after_failure()) {
                    break;
                }
                continue;
            }
            if (next->empty()) {
                continue;
            }
            const auto started = ports_.clock.now();
            const auto full = next->size() >= options_.groups.batch_records;
            batch_in_hand batch{std::move(*next)};
            if (!co_await publish(batch)) {
                break;
            }
            runtime::kill_points::pass("after_publish_before_mark");
            if (!co_await mark(batch)) {
                break;
            }
            after = batch.last_sequence();
            if (!full) {
                co_await keep_pace(started, batch.size());
            }
        }
    }

    void close() {
        closed_ = true;
        ports_.outbox.close_outbox();
        ports_.waiter.cancel();
    }

    [[nodiscard]] const forwarder_counts& counts() const noexcept { return counts_; }

private:
    // False when closed with something of the batch unpublished.
    asio::awaitable<bool> publish(batch_in_hand& batch) {
        while (!batch.done()) {
            auto chunk = batch.next_chunk(options_.groups.batch_bytes);
            const auto outcomes = co_await ports_.publisher.publish(std::move(chunk));
            if (outcomes.has_value()) {
                batch.settle(*outcomes);
            } else {
                batch.settle_all_failed();
            }
            if (!batch.failed()) {
                succeeded();
                continue;
            }
            if (!co_await wait_after_failure()) {
                co_return false;
            }
            batch.begin_round();
        }
        co_return true;
    }

    asio::awaitable<bool> mark(const batch_in_hand& batch) {
        for (;;) {
            const auto marked =
                co_await ports_.outbox.mark_published(batch.published(), batch.parked());
            if (marked.has_value()) {
                break;
            }
            if (is_closed(marked.error()) || !co_await wait_after_failure()) {
                co_return false;
            }
        }
        succeeded();
        counts_.published += batch.published().size();
        counts_.parked += batch.parked().size();
        co_return true;
    }

    // False when there is no next attempt because the forwarder is closed.
    asio::awaitable<bool> wait_after_failure() {
        ++counts_.attempts_failed;
        const auto action = back_off_.next(runtime::attempt_outcome::failed, ports_.clock.now());
        counts_.failing = action.failures;
        counts_.failing_since_us = model::to_microseconds(action.failing_since);
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
            counts_.failing_since_us = 0;
        }
    }

    asio::awaitable<void> keep_pace(model::timestamp started, std::size_t records) {
        const auto& groups = options_.groups;
        const std::chrono::microseconds by_size{
            groups.pace_per_record * static_cast<std::int64_t>(records)};
        const auto pace = std::min(groups.pace, by_size);
        // The clock may jump either way: never wait longer than the pace.
        const auto wait = std::min(pace, pace - (ports_.clock.now() - started));
        if (wait.count() > 0 && !closed_) {
            co_await ports_.waiter.wait(wait);
        }
    }

    forwarder_ports ports_;
    forwarder_options options_;
    runtime::back_off back_off_;
    forwarder_counts counts_;
    bool closed_ = false;
};

forwarder::forwarder(forwarder_ports ports, forwarder_options options)
    : implementation_{std::make_unique<implementation>(ports, options)} {}

forwarder::~forwarder() = default;

asio::awaitable<void> forwarder::run() {
    return implementation_->run();
}

void forwarder::close() {
    implementation_->close();
}

const forwarder_counts& forwarder::counts() const noexcept {
    return implementation_->counts();
}

}  // namespace hub::forwarder
