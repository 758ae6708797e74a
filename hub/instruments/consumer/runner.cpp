#include "hub/instruments/consumer/runner.hpp"

#include "hub/instruments/consumer/batch.hpp"
#include "hub/instruments/consumer/consumption.hpp"

#include <utility>

namespace hub::instruments::consumer {
namespace asio = boost::asio;

class runner::implementation final : public batch_handler {
public:
    implementation(const instrument& decides, runner_ports ports, runner_options options)
        : decides_{decides},
          ports_{ports},
          options_{std::move(options)},
          consumption_{
              {ports.subscriber, ports.clock, ports.waiter, ports.watcher},
              {options_.name, options_.batch_limit, options_.pace, options_.retry}} {}

    asio::awaitable<void> run() { return consumption_.run(*this); }
    void close() { consumption_.close(); }
    ports::async_result<std::vector<ports::position>> resume() { return consumption_.resume(); }

    [[nodiscard]] const runner_counts& counts() const noexcept { return counts_; }
    [[nodiscard]] std::uint32_t failing() const noexcept { return consumption_.failing(); }

    // Whatever failed before, everything is read and decided again: what the failed commit left, or
    // somebody else changed, shows there.
    ports::async_result<void> handle(const records_in_hand& given) override {
        batch work{
            decides_,
            ports_,
            options_,
            given.failures == 0 ? fresh_records::assumed : fresh_records::looked_up};
        for (const auto& one : given.records) {
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
        transaction.positions = given.next_offsets;
        if (const auto done = co_await ports_.book.commit(std::move(transaction)); !done) {
            co_return done;
        }
        tell(work);
        if (ports_.observer != nullptr && !changes.empty()) {
            co_await ports_.observer->committed(std::move(changes));
        }
        co_return ports::result<void>{};
    }

private:
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
        if (message.fit == fitness::not_authentic || message.lacks_key) {
            ++counts_.not_authentic;
            ports_.watcher.not_authentic(
                options_.name, message.where, message.message.id, message.code
            );
        }
        ports_.watcher.parked(options_.name, message.held_id, one.code);
    }

    const instrument& decides_;
    runner_ports ports_;
    runner_options options_;
    consumption consumption_;
    runner_counts counts_;
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

ports::async_result<std::vector<ports::position>> runner::resume() {
    return implementation_->resume();
}

const runner_counts& runner::counts() const noexcept {
    return implementation_->counts();
}

std::uint32_t runner::failing() const noexcept {
    return implementation_->failing();
}

}  // namespace hub::instruments::consumer
