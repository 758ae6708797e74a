// What waits for its partition: records are handed to librdkafka only while none of their partition
// is in flight.
//
// librdkafka 2.0.2 keeps to five requests in flight per partition, but counts messages, so one
// request closes the partition until it is answered. It polls without pause as long as anything
// waits inside of it for that answer (hub/docs/performance.md). So nothing ever does.
#pragma once

#include "adapters/kafka/flight.hpp"
#include "adapters/kafka/topics.hpp"
#include "hub/ports/broker.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <vector>

namespace adapters::kafka {

struct waiting_record {
    hub::ports::shared_record record;
    // Belongs to its batch; says the stream and the partition.
    flight_record* flight;
};

// Bytes of key, value and headers.
[[nodiscard]] std::size_t size_of(const hub::ports::record& one);

// Not thread-safe.
class partition_queues {
public:
    struct limits {
        std::size_t records = 20'000;
        std::size_t bytes = 64 * 1024 * 1024;
        // Of all that is taken at once: it has to fit into one request.
        std::size_t request_bytes = 900'000;
    };

    partition_queues(const topic_table& topics, limits most);

    // False when too much waits; the record is not taken then.
    [[nodiscard]] bool add(waiting_record one);

    // What may be handed over now of that partition, in the order it came, as in flight from now
    // on; empty while anything of it is in flight.
    [[nodiscard]] std::vector<waiting_record> take(const flight_record& of);

    // One that was taken has its outcome, or was not handed over.
    void ended(const flight_record& one);

    // What waits for the partition is given up, in the order it came.
    [[nodiscard]] std::vector<waiting_record> give_up(const flight_record& of);
    // All that waits.
    [[nodiscard]] std::vector<waiting_record> give_up_all();
    // Nothing is in flight any more: its client is gone.
    void forget_flights();

    [[nodiscard]] bool empty() const noexcept { return records_ == 0; }

private:
    static constexpr std::size_t stream_count = 8;

    struct queue {
        std::deque<waiting_record> waiting;
        std::size_t in_flight = 0;
    };

    [[nodiscard]] queue& of(const flight_record& one);
    [[nodiscard]] waiting_record next(queue& from);

    limits most_;
    // By stream and partition.
    std::array<std::vector<queue>, stream_count> queues_;
    std::size_t records_ = 0;
    std::size_t bytes_ = 0;
};

}  // namespace adapters::kafka
