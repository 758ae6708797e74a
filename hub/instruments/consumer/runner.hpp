// Runs an instrument on its streams: verify, order, open, decide, commit a whole batch at once,
// confirm.
#pragma once

#include "hub/instruments/consumer/events.hpp"
#include "hub/instruments/consumer/instrument.hpp"
#include "hub/model/oin.hpp"
#include "hub/model/receipt.hpp"
#include "hub/ports/book.hpp"
#include "hub/ports/broker.hpp"
#include "hub/ports/clock.hpp"
#include "hub/ports/waiter.hpp"
#include "hub/runtime/back_off.hpp"
#include "hub/vault/envelope.hpp"
#include "hub/vault/vault.hpp"

#include <boost/asio/awaitable.hpp>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace hub::instruments::consumer {

struct runner_options {
    // The consumer's name: its group on the broker, for example "loket" or "delivery".
    std::string name;
    // The OIN it speaks as: owner and certificate of what it sends.
    model::oin own;
    model::environment environment = model::environment::ontwikkel;
    // Digest of the loaded configuration, bound into what it sends.
    model::hash decided_by{};
    // The processing activities' URIs in the logbook are this, the consumer's name and the
    // activity's word.
    std::string activity_base = "https://pmm-hub.example/verwerkingen/";
    std::size_t batch_limit = 256;
    // Batches start at least so far apart, so that they form under load; a lone message waits for
    // nothing.
    std::chrono::microseconds pace{8'000};
    // How often an instrument may fail on one message before it parks.
    std::uint32_t attempts = 3;
    runtime::back_off_options retry;
};

// Hears of records that were committed, for example to keep an index in memory or to wake a waiting
// reader.
class commit_observer {
public:
    virtual ~commit_observer() = default;
    [[nodiscard]] virtual boost::asio::awaitable<void> committed(std::vector<record_change> changes
    ) = 0;
};

struct runner_ports {
    // Made by broker::subscribe with the book as its positions.
    ports::subscriber& subscriber;
    ports::book& book;
    vault::vault& vault;
    vault::envelope_verifier& verifier;
    ports::clock& clock;
    ports::waiter& waiter;
    events& watcher;
    // May be null.
    commit_observer* observer = nullptr;
};

// For metrics; every field may be read from any thread.
struct runner_counts {
    std::atomic<std::uint64_t> handled{0};
    std::atomic<std::uint64_t> repeated{0};
    std::atomic<std::uint64_t> parked{0};
    std::atomic<std::uint64_t> held{0};
    std::atomic<std::uint64_t> not_authentic{0};
    std::atomic<std::uint64_t> batches{0};
};

// Everything outlives the runner. run() and close() are used from one executor.
class runner {
public:
    runner(const instrument& decides, runner_ports ports, runner_options options);
    ~runner();
    runner(const runner&) = delete;
    runner& operator=(const runner&) = delete;

    // Until close(); the batch in hand is finished first.
    [[nodiscard]] boost::asio::awaitable<void> run();

    // Ends a waiting next() and a back-off.
    void close();

    // As consumption::resume(); on the same executor as run().
    [[nodiscard]] ports::async_result<std::vector<ports::position>> resume();

    [[nodiscard]] const runner_counts& counts() const noexcept;
    // Failures in a row: above 0 the book or the broker does not answer. From any thread.
    [[nodiscard]] std::uint32_t failing() const noexcept;

private:
    class implementation;
    std::unique_ptr<implementation> implementation_;
};

}  // namespace hub::instruments::consumer
