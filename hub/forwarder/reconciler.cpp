#include "hub/forwarder/reconciler.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace hub::forwarder {
namespace asio = boost::asio;

reconciler::reconciler(reconciler_ports ports, reconciler_options options)
    : ports_{ports}, options_{options} {}

asio::awaitable<void> reconciler::run() {
    while (!closed_) {
        co_await ports_.waiter.wait(options_.interval);
        if (!closed_) {
            co_await sweep();
        }
    }
}

asio::awaitable<std::size_t> reconciler::sweep() {
    return sweep_before(ports_.clock.now() - options_.term);
}

asio::awaitable<std::size_t> reconciler::sweep_now() {
    return sweep_before(ports_.clock.now());
}

asio::awaitable<std::size_t> reconciler::sweep_before(model::timestamp published_before) {
    std::uint64_t after = 0;
    std::size_t total = 0;
    while (!closed_) {
        auto stale =
            co_await ports_.store.unsettled(published_before, after, options_.batch_records);
        if (stale.has_error() || stale->empty()) {
            break;
        }
        after = stale->back().sequence;
        const auto full = stale->size() >= options_.batch_records;
        std::vector<ports::shared_record> records;
        records.reserve(stale->size());
        for (auto& one : *stale) {
            records.push_back(std::move(one.record));
        }
        const auto outcomes = co_await ports_.publisher.publish(std::move(records));
        if (outcomes.has_error()) {
            break;
        }
        const auto published = static_cast<std::size_t>(std::count_if(
            outcomes->begin(),
            outcomes->end(),
            [](const auto& outcome) { return outcome.has_value(); }
        ));
        total += published;
        republished_ += published;
        if (!full) {
            break;
        }
        co_await ports_.waiter.wait(options_.breath);
    }
    co_return total;
}

void reconciler::close() {
    closed_ = true;
    ports_.waiter.cancel();
}

}  // namespace hub::forwarder
