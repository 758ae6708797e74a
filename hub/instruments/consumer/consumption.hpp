// Reads a subscriber batch by batch and has each batch handled until it is.
#pragma once

#include "hub/instruments/consumer/events.hpp"
#include "hub/ports/broker.hpp"
#include "hub/ports/clock.hpp"
#include "hub/ports/waiter.hpp"
#include "hub/runtime/back_off.hpp"
#include "hub/runtime/bell.hpp"

#include <boost/asio/awaitable.hpp>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace hub::instruments::consumer {

struct records_in_hand {
    std::vector<ports::delivered> records;
    // Where to go on behind them, per partition.
    std::vector<ports::position> next_offsets;
    // How often this batch was tried before.
    std::uint32_t failures = 0;
};

class batch_handler {
public:
    virtual ~batch_handler() = default;

    // One attempt: all of it, with its positions, or an error. Whatever failed, the next attempt
    // begins from the start. What is given outlives the call.
    [[nodiscard]] virtual ports::async_result<void> handle(const records_in_hand& batch) = 0;
};

struct consumption_options {
    std::string name;
    std::size_t batch_limit = 256;
    // Batches start at least so far apart, so that they form under load; a lone message waits for
    // nothing.
    std::chrono::microseconds pace{8'000};
    runtime::back_off_options retry;
};

struct consumption_ports {
    ports::subscriber& subscriber;
    ports::clock& clock;
    ports::waiter& waiter;
    events& watcher;
};

// Used from one executor; everything given outlives it.
class consumption {
public:
    consumption(consumption_ports ports, consumption_options options);

    // Until close(); the batch in hand is finished first. After a conflict a batch is tried again
    // at once, after anything else with back-off, for ever. With a lost position it waits for
    // resume().
    [[nodiscard]] boost::asio::awaitable<void> run(batch_handler& handler);

    // An operator's word: what was lost is read from the oldest that there is, the rest where it
    // was. Gives what was moved; errc::not_found when no position is lost, errc::conflict while it
    // is being done.
    [[nodiscard]] ports::async_result<std::vector<ports::position>> resume();
    void close();

    // Failures in a row; from any thread.
    [[nodiscard]] std::uint32_t failing() const noexcept { return failing_; }

private:
    [[nodiscard]] boost::asio::awaitable<bool>
    handle(batch_handler& handler, records_in_hand& batch);
    [[nodiscard]] boost::asio::awaitable<bool> wait_for_resume(boost::system::error_code why);
    [[nodiscard]] boost::asio::awaitable<bool> after_reading_failed(boost::system::error_code why);
    [[nodiscard]] boost::asio::awaitable<bool> wait_after(boost::system::error_code why);
    [[nodiscard]] boost::asio::awaitable<void> keep_pace(model::timestamp started);
    void succeeded();

    consumption_ports ports_;
    consumption_options options_;
    runtime::back_off back_off_;
    std::atomic<std::uint32_t> failing_{0};
    bool closed_ = false;
    // Its position is lost, and an operator's word is awaited or being carried out.
    enum class progress { goes_on, stopped, resuming };
    progress progress_ = progress::goes_on;
    runtime::bell go_on_;
};

}  // namespace hub::instruments::consumer
