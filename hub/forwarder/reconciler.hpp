// Publishes again what the message store passed on but heard no outcome of: a topic can be lost.
#pragma once

#include "hub/ports/broker.hpp"
#include "hub/ports/clock.hpp"
#include "hub/ports/message_store.hpp"
#include "hub/ports/waiter.hpp"

#include <boost/asio/awaitable.hpp>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>

namespace hub::forwarder {

struct reconciler_options {
    // How long a message may stay without a final state before it is published again.
    std::chrono::seconds term{900};
    // Between two sweeps over the store.
    std::chrono::seconds interval{900};
    std::size_t batch_records = 256;
    // Between two batches of one sweep, so that a large backlog never crowds out fresh messages.
    std::chrono::milliseconds breath{100};
};

struct reconciler_ports {
    ports::message_store& store;
    ports::publisher& publisher;
    ports::clock& clock;
    ports::waiter& waiter;
};

// Deduplication by the consumers' handled ids absorbs what was not lost. Used from one executor;
// all ports outlive it.
class reconciler {
public:
    reconciler(reconciler_ports ports, reconciler_options options);

    // Sweeps at each interval until close(). What fails waits for the next sweep.
    [[nodiscard]] boost::asio::awaitable<void> run();

    // One sweep; how many records were published again.
    [[nodiscard]] boost::asio::awaitable<std::size_t> sweep();
    // An operator's word: of everything without a final state, however short ago it was published.
    [[nodiscard]] boost::asio::awaitable<std::size_t> sweep_now();

    void close();

    // Published again since the start; readable from any thread.
    [[nodiscard]] std::uint64_t republished() const noexcept { return republished_; }

private:
    [[nodiscard]] boost::asio::awaitable<std::size_t> sweep_before(model::timestamp published_before
    );

    reconciler_ports ports_;
    reconciler_options options_;
    std::atomic<std::uint64_t> republished_{0};
    bool closed_ = false;
};

}  // namespace hub::forwarder
