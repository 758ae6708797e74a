// Brings what became of messages back to the message store: intake's states change by consuming the
// status stream.
#pragma once

#include "hub/instruments/consumer/events.hpp"
#include "hub/ports/broker.hpp"
#include "hub/ports/clock.hpp"
#include "hub/ports/message_store.hpp"
#include "hub/ports/waiter.hpp"
#include "hub/runtime/back_off.hpp"
#include "hub/vault/envelope.hpp"
#include "hub/vault/vault.hpp"

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>

namespace hub::intake {

struct settling_options {
    std::size_t batch_limit = 256;
    // Batches start at least so far apart, so that they form under load; a lone status waits for
    // nothing.
    std::chrono::microseconds pace{8'000};
    runtime::back_off_options retry;
};

struct settling_ports {
    // Made by broker::subscribe with the message store as its positions.
    ports::subscriber& subscriber;
    ports::message_store& store;
    vault::vault& vault;
    vault::envelope_verifier& verifier;
    ports::clock& clock;
    ports::waiter& waiter;
    instruments::consumer::events& watcher;
};

// A status counts only when its receipt verifies and its writer is the destination that it speaks
// for: an instrument for itself, delivery for organisations. Anything else is a security event and
// changes nothing. Everything given outlives it; used from one executor.
class settling {
public:
    settling(settling_ports ports, settling_options options);
    ~settling();
    settling(const settling&) = delete;
    settling& operator=(const settling&) = delete;

    // Until close(); the batch in hand is finished first.
    [[nodiscard]] boost::asio::awaitable<void> run();
    void close();

    // As consumption::resume(); on the same executor as run().
    [[nodiscard]] ports::async_result<std::vector<ports::position>> resume();

private:
    class implementation;
    std::unique_ptr<implementation> implementation_;
};

}  // namespace hub::intake
