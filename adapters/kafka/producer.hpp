// One principal's way of writing to the cluster: an idempotent producer that is made anew when it
// fails for good.
#pragma once

#include "adapters/kafka/event_source.hpp"
#include "adapters/kafka/flight.hpp"
#include "adapters/kafka/gate.hpp"
#include "adapters/kafka/partition_queues.hpp"
#include "adapters/kafka/settings.hpp"
#include "adapters/kafka/standing.hpp"
#include "adapters/kafka/statistics.hpp"
#include "adapters/kafka/topics.hpp"
#include "hub/ports/broker.hpp"
#include "hub/runtime/worker_pool.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

namespace adapters::kafka {

struct producer_parts {
    connection to;
    producing how;
    const topic_table& topics;
    kafka::gate& gate;
    // The loop on which events are handled.
    boost::asio::any_io_executor executor;
    // For what blocks: ending a client.
    hub::runtime::worker_pool& workers;
};

class producer {
public:
    explicit producer(producer_parts parts);

    // Its whole life, on the loop: until close(), with everything in flight resolved.
    [[nodiscard]] boost::asio::awaitable<void> run();

    // Thread-safe; as the port says.
    [[nodiscard]] hub::ports::async_result<std::vector<hub::ports::result<hub::ports::position>>>
    publish(std::vector<hub::ports::shared_record> batch);

    // On the loop: runs the work on a thread that may block, with the client; false when there is
    // none now. The client is kept meanwhile.
    [[nodiscard]] boost::asio::awaitable<bool> with_client(std::function<void(rd_kafka_t*)> work);

    // Thread-safe: what is still in flight is given up, the client stays.
    void give_up();
    // On the loop: takes nothing more, waits this long for what is in flight, and ends.
    void close(std::chrono::milliseconds grace);
    // On the loop, now and then: deadlines are looked at.
    void tick();

    // Thread-safe.
    [[nodiscard]] kafka::standing& standing() noexcept { return standing_; }
    [[nodiscard]] const kafka::standing& standing() const noexcept { return standing_; }
    [[nodiscard]] std::size_t in_flight() const { return flights_.size(); }
    // Of the client that is there, what only grows of all that were.
    [[nodiscard]] client_statistics statistics() const;

private:
    using clock = std::chrono::steady_clock;
    static constexpr std::size_t stream_count = 8;

    void open(native::client made);
    [[nodiscard]] boost::asio::awaitable<void> pump();
    [[nodiscard]] boost::asio::awaitable<void> take_down();
    [[nodiscard]] std::size_t handle_events();
    void handle(rd_kafka_event_t* event, std::vector<hub::runtime::sleeper>& awake);
    void take_statistics(rd_kafka_event_t* event);
    void settle(const rd_kafka_message_t& report, std::vector<hub::runtime::sleeper>& awake);
    void hand_over(const std::vector<hub::ports::shared_record>& records, flight_batch& batch);
    void send(const flight_record& of, std::vector<hub::runtime::sleeper>& awake);
    void refuse(
        const std::vector<waiting_record>& records,
        std::vector<hub::runtime::sleeper>& awake
    );
    void end(
        const flight_record& one,
        hub::ports::result<hub::ports::position> outcome,
        std::vector<hub::runtime::sleeper>& awake
    );
    [[nodiscard]] rd_kafka_resp_err_t
    produce(const hub::ports::record& one, flight_record& flight);
    [[nodiscard]] bool nothing_left();

    producer_parts parts_;
    kafka::standing standing_;
    flights flights_;
    mutable std::mutex statistics_mutex_;
    client_statistics statistics_;
    // Of clients that are gone.
    std::uint64_t failed_before_ = 0;
    // Guards the client against being taken down while another thread hands over records, and what
    // waits.
    std::mutex mutex_;
    partition_queues waiting_;
    native::client client_;
    std::array<native::topic, stream_count> topics_;
    bool taking_ = false;
    // Only on the loop.
    std::unique_ptr<event_source> events_;
    std::atomic<bool> fatal_{false};
    bool closing_ = false;
    std::size_t borrowers_ = 0;
    clock::time_point close_by_;
};

}  // namespace adapters::kafka
