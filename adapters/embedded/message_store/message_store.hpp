// The message store of the embedded default: one SQLite file with one writer.
#pragma once

#include "adapters/embedded/sqlite/fault_hook.hpp"
#include "hub/ports/clock.hpp"
#include "hub/ports/message_store.hpp"
#include "hub/ports/signer.hpp"
#include "hub/ports/telemetry.hpp"
#include "hub/vault/log.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>

namespace adapters::embedded::message_store {

struct message_store_options {
    std::filesystem::path path;
    hub::vault::log_identity log;
    const hub::ports::signer& signer;
    const hub::ports::clock& clock;
    // May be null.
    hub::ports::telemetry* telemetry = nullptr;
    // What may wait to be written; beyond it appends get errc::retry.
    std::size_t max_waiting_operations = 16'384;
    std::size_t max_waiting_bytes = std::size_t{64} << 20U;
    // What one commit may hold.
    std::size_t max_batch_operations = 256;
    std::size_t max_batch_bytes = std::size_t{8} << 20U;
    // Commits of several messages begin at least so far apart: there are fewer where messages come
    // fast, and an answer takes up to as much longer.
    std::chrono::microseconds commit_pace{1'000};
    // Keys in memory before they become a partition in the file; up to twice as many while that is
    // written.
    std::size_t memory_keys = 393'216;
    // Casussen whose numbers are kept in memory.
    std::size_t memory_casussen = 65'536;
    // What waits for the forwarder and is also kept in memory; older ones are read from the file.
    std::size_t outbox_bytes = std::size_t{8} << 20U;
    std::size_t readers = 2;
    std::uint64_t checkpoint_bytes = std::uint64_t{64} << 20U;
    // See ledger::log_context.
    std::optional<std::uint64_t> leaving_incarnation = std::nullopt;
    // May be null; for tests.
    sqlite::fault_hook* faults = nullptr;
};

// Everything the options refer to, and every context that waits on it, must outlive the store.
class sqlite_message_store : public hub::ports::message_store, public hub::ports::casus_store {
public:
    // Copies the living file in steps, beside the writer. errc::retry when it could not be made.
    [[nodiscard]] virtual hub::ports::async_result<void> back_up_to(std::filesystem::path target
    ) = 0;

    // Partitions of older keys; for operators and tests.
    [[nodiscard]] virtual std::size_t key_partitions() const = 0;
};

// Throws sqlite::start_failure.
[[nodiscard]] std::unique_ptr<sqlite_message_store> create_message_store(
    const message_store_options& options
);

}  // namespace adapters::embedded::message_store
