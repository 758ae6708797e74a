// The embedded broker: a durable log with partitions in one SQLite file, for one process on one
// machine.
#pragma once

#include "hub/model/timestamp.hpp"
#include "hub/ports/broker.hpp"
#include "hub/ports/clock.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>

namespace adapters::embedded::sqlite {
class fault_hook;
}

namespace adapters::embedded::broker {

struct broker_options {
    std::filesystem::path path;
    // Fixed once the file exists: another count would put keys elsewhere.
    std::int32_t partitions = 12;
    // Key, value and headers of one record together.
    std::size_t largest_record_bytes = 1'048'576;
    // Per stream, so much of the newest is kept in memory; consumers that keep up never read the
    // file.
    std::size_t tail_bytes = std::size_t{8} << 20U;
    // May be null; must outlive the broker.
    sqlite::fault_hook* faults = nullptr;
};

// Thread-safe, except that the destructor belongs to the owner; must outlive its subscribers.
class embedded_broker : public hub::ports::broker {
public:
    // Forgets whole batches that were published before a time and that every group known to the
    // file has confirmed; a bounded number per call, and never anything of the register, which a
    // new consumer reads from its beginning. Returns how many.
    [[nodiscard]] virtual hub::ports::async_result<std::size_t> trim(
        hub::model::timestamp published_before
    ) = 0;

    // False while the file can't be written; it recovers by itself.
    [[nodiscard]] virtual bool writable() const noexcept = 0;
    [[nodiscard]] virtual std::uint64_t wal_bytes() const noexcept = 0;
};

// Throws sqlite::start_failure, also when the file has another partition count. The clock must
// outlive the broker.
[[nodiscard]] std::unique_ptr<embedded_broker>
create_broker(broker_options options, const hub::ports::clock& clock);

}  // namespace adapters::embedded::broker
