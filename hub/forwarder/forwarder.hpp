// Brings what a writer has committed to the broker: in order per key, in batches, retried for ever.
#pragma once

#include "hub/ports/broker.hpp"
#include "hub/ports/clock.hpp"
#include "hub/ports/outbox.hpp"
#include "hub/ports/waiter.hpp"
#include "hub/runtime/back_off.hpp"

#include <boost/asio/awaitable.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>

namespace hub::forwarder {

// How records are put together for a broker.
struct grouping {
    std::size_t batch_records = 1024;
    // More than this goes to the broker in several calls; one larger record goes alone.
    std::size_t batch_bytes = 4'194'304;
    // After a batch the next one starts so much later per record in it, and at most so much in
    // all: batches form under load, a lone record waits for next to nothing.
    std::chrono::microseconds pace_per_record{4'000};
    std::chrono::microseconds pace{4'000};
};

struct forwarder_options {
    grouping groups;
    runtime::back_off_options retry;
};

// For metrics and operators; every field may be read from any thread.
struct forwarder_counts {
    std::atomic<std::uint64_t> published{0};
    std::atomic<std::uint64_t> parked{0};
    std::atomic<std::uint64_t> attempts_failed{0};
    // Failures in a row: above 0 the broker or the outbox does not answer.
    std::atomic<std::uint32_t> failing{0};
    // Microseconds since the epoch of the first of those failures; 0 while all goes well.
    std::atomic<std::int64_t> failing_since_us{0};
};

struct forwarder_ports {
    ports::outbox& outbox;
    ports::publisher& publisher;
    ports::clock& clock;
    ports::waiter& waiter;
};

// One per outbox; the message store and every book use the same class. All ports outlive it; used
// from one executor.
class forwarder {
public:
    forwarder(forwarder_ports ports, forwarder_options options);
    ~forwarder();
    forwarder(const forwarder&) = delete;
    forwarder& operator=(const forwarder&) = delete;

    // Runs until close() or until the outbox is closed; the batch in hand is published and marked
    // first, unless the broker does not answer.
    [[nodiscard]] boost::asio::awaitable<void> run();

    // Closes the outbox' waiting side and ends a back-off.
    void close();

    [[nodiscard]] const forwarder_counts& counts() const noexcept;

private:
    class implementation;
    std::unique_ptr<implementation> implementation_;
};

}  // namespace hub::forwarder
