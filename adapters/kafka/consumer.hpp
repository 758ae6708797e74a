// One role's reading of its streams: a member of its group whose positions are the consumer's own.
#pragma once

#include "adapters/kafka/event_source.hpp"
#include "adapters/kafka/gate.hpp"
#include "adapters/kafka/inspection.hpp"
#include "adapters/kafka/log_judge.hpp"
#include "adapters/kafka/producer.hpp"
#include "adapters/kafka/reading.hpp"
#include "adapters/kafka/settings.hpp"
#include "adapters/kafka/standing.hpp"
#include "adapters/kafka/topics.hpp"
#include "hub/ports/broker.hpp"
#include "hub/runtime/worker_pool.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace adapters::kafka {

struct consumer_parts {
    connection to;
    consuming how;
    // The role that reads, as operators know it.
    std::string role;
    std::vector<hub::model::stream> streams;
    const topic_table& topics;
    kafka::gate& gate;
    // Whose client asks how the logs stand, whatever becomes of the reader's own.
    producer& asking;
    boost::asio::any_io_executor executor;
    hub::runtime::worker_pool& workers;
    // How long a handler may finish what it has when its partitions go to another member.
    std::chrono::milliseconds hand_over_time{30'000};
    // How often it is looked whether the client brings what stands in the logs.
    std::chrono::milliseconds look_interval{10'000};
    // So many records wait for the handler; beyond it the partitions pause.
    std::size_t most_records = 4'096;
    std::size_t most_bytes = std::size_t{32} << 20U;
};

// Lives on the loop; what the subscriber and it share is in `reading`.
class consumer : public std::enable_shared_from_this<consumer> {
public:
    consumer(consumer_parts parts, std::shared_ptr<reading> shared);

    // Its whole life: until the reading is closed and the group has been left.
    [[nodiscard]] boost::asio::awaitable<void> run();
    // Beside it, as long: makes the client anew when it is silent, and finds logs that are others
    // than those that were read.
    [[nodiscard]] boost::asio::awaitable<void> watch();

    // From any thread: something of the reading changed that the client has to act on.
    void wake();
    // From any thread: the handler is through with what it had.
    void handled();

    // Which of these kept positions are of another log than the one that is there now, as far as the
    // times of what was read tell; errc::retry when the cluster does not answer.
    [[nodiscard]] hub::ports::async_result<std::vector<hub::ports::position>> others(
        std::vector<hub::ports::position> kept
    );
    // Where every partition of its streams begins and ends, as the cluster says now; errc::retry
    // when it does not answer.
    [[nodiscard]] hub::ports::async_result<std::vector<log_bounds>> bounds();
    // Whether its log is, or may be, another one than was read; until the position was put right.
    [[nodiscard]] bool is_remade(const reading::place& where) const;
    void put_right();

    // Thread-safe: where each partition ends, as far as the client knows.
    [[nodiscard]] std::vector<hub::ports::partition_lag> lags() const;

    [[nodiscard]] const std::string& role() const noexcept { return parts_.role; }
    [[nodiscard]] const kafka::standing& standing() const noexcept { return standing_; }
    // Times that its client brought nothing and was made anew.
    [[nodiscard]] std::uint64_t renewals() const noexcept { return renewals_; }

private:
    using clock = std::chrono::steady_clock;

    [[nodiscard]] bool open();
    [[nodiscard]] boost::asio::awaitable<void> look();
    [[nodiscard]] boost::asio::awaitable<void> pump();
    [[nodiscard]] boost::asio::awaitable<void> leave();
    [[nodiscard]] std::size_t handle_events();
    void handle(const native::event& event);
    void take_message(const rd_kafka_message_t& message);
    void take_error(rd_kafka_resp_err_t error);
    void rebalance(rd_kafka_event_t* event);

    void act();
    void let_go();
    void begin_reading(const std::vector<hub::ports::position>& from);
    void balance_supply();
    void commit();
    [[nodiscard]] native::partitions native_list(const std::vector<hub::ports::position>& of) const;

    consumer_parts parts_;
    std::shared_ptr<reading> shared_;
    kafka::standing standing_;
    // The loop waits for the handler: partitions are paused or to be handed over.
    std::atomic<bool> waits_for_handler_{false};
    std::atomic<std::uint64_t> renewals_{0};
    // Guards the client against going while lags are asked for.
    mutable std::mutex mutex_;
    mutable std::mutex judge_mutex_;
    log_judge judge_;
    // Times that the positions were put right: a look that began before says nothing of them.
    std::uint64_t put_right_ = 0;
    native::client client_;
    std::unique_ptr<event_source> events_;
    native::partitions assigned_;
    bool paused_ = false;
    // It is to be made anew.
    bool worn_out_ = false;
    bool leaving_ = false;
    // A revocation that waits for the handler, and for how long.
    std::optional<clock::time_point> let_go_by_;
    clock::time_point committed_at_;
};

}  // namespace adapters::kafka
