// The records that were handed to librdkafka and have no outcome yet, by the batch they came in.
#pragma once

#include "hub/ports/broker.hpp"
#include "hub/runtime/sleeper.hpp"

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <unordered_map>
#include <vector>

namespace adapters::kafka {

class flight_batch;

// What librdkafka carries as a message's opaque pointer; owned by its batch.
struct flight_record {
    static constexpr std::int32_t nowhere = -1;

    flight_batch* batch = nullptr;
    std::size_t place = 0;
    hub::model::stream stream = hub::model::stream::aanmelding;
    std::int32_t partition = nowhere;
};

// One publish call. The coroutine that waits for it may go; the batch stays until its last record
// has an outcome.
class flight_batch {
public:
    explicit flight_batch(std::size_t records);

    std::vector<hub::ports::result<hub::ports::position>> outcomes;
    std::vector<flight_record> records;
    // Records without outcome, and one more while they are being handed over.
    std::atomic<std::size_t> open;
    hub::runtime::sleeper asleep;
};

// Thread-safe.
class flights {
public:
    void add(const std::shared_ptr<flight_batch>& batch);

    // One record (or the handing over) has ended. When it was the batch's last, its coroutine goes
    // on the list.
    void end_one(flight_batch& batch, std::vector<hub::runtime::sleeper>& awake);

    // Whatever the library never reported is unknown; for when its client is gone.
    void end_all(std::vector<hub::runtime::sleeper>& awake);

    // Records without outcome.
    [[nodiscard]] std::size_t size() const;

private:
    mutable std::mutex mutex_;
    std::unordered_map<flight_batch*, std::shared_ptr<flight_batch>> batches_;
};

}  // namespace adapters::kafka
