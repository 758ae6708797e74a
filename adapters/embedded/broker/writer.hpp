// The one writer of the embedded broker's file: commits what arrived together, then lets the
// subscribers see it.
#pragma once

#include "adapters/embedded/broker/file.hpp"
#include "adapters/embedded/broker/streams.hpp"
#include "adapters/embedded/sqlite/checkpointer.hpp"
#include "adapters/embedded/sqlite/connection.hpp"
#include "adapters/embedded/sqlite/transaction.hpp"
#include "hub/ports/clock.hpp"
#include "hub/runtime/bell.hpp"
#include "hub/runtime/write_queue.hpp"

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace adapters::embedded::broker {

struct publish_operation final : hub::runtime::write_operation {
    using write_operation::write_operation;
    std::vector<hub::ports::shared_record> records;
    std::vector<hub::ports::result<hub::ports::position>> outcomes;
};

// Writes down how far the groups are.
struct keep_groups_operation final : hub::runtime::write_operation {
    keep_groups_operation() : write_operation{0} {}
    hub::ports::result<void> outcome;
};

struct trim_operation final : hub::runtime::write_operation {
    trim_operation() : write_operation{0} {}
    hub::model::timestamp before;
    hub::ports::result<std::size_t> outcome{hub::ports::errc::retry};
};

struct writer_parts {
    broker::streams& streams;
    hub::runtime::bell& published;
    const hub::ports::clock& clock;
};

// After its construction used on the write queue's thread only, except where said otherwise.
class writer {
public:
    // Opens the file and fills the streams from it. Throws start_failure.
    writer(sqlite::connection_options options, writer_parts parts);

    // Fills in every operation's outcome. After a commit whose outcome is unknown it opens the file
    // again and believes what it finds there; until that succeeds everything is errc::retry.
    [[nodiscard]] std::optional<std::chrono::microseconds> commit(hub::runtime::write_batch batch);

    // From any thread.
    [[nodiscard]] bool writable() const noexcept { return writable_ && checkpointer_.works(); }
    [[nodiscard]] std::uint64_t wal_bytes() const noexcept { return wal_bytes_; }

private:
    struct open_file {
        explicit open_file(const sqlite::connection_options& options)
            : connection{options}, tables{connection} {}
        sqlite::connection connection;
        file_writer tables;
    };
    using batches = std::array<std::shared_ptr<batch>, all_streams.size()>;
    using starts = std::array<offsets, all_streams.size()>;

    void load();
    [[nodiscard]] bool reopen();
    // Nothing once the file takes a commit again.
    std::optional<std::chrono::microseconds> look_again(sqlite::connection& file);
    void place(publish_operation& operation, batches& into) const;
    void trim(trim_operation& operation, starts& into);
    void keep_groups();
    void show(batches& added, starts& begins);
    static void fail(hub::runtime::write_batch batch, hub::ports::errc error);

    sqlite::connection_options options_;
    writer_parts parts_;
    std::unique_ptr<open_file> file_;
    sqlite::checkpointer checkpointer_;
    std::atomic<bool> writable_ = true;
    std::atomic<std::uint64_t> wal_bytes_ = 0;
};

}  // namespace adapters::embedded::broker
