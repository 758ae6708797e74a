// The one writer of a book's file: transactions that arrive together share one commit and one
// signature.
#pragma once

#include "adapters/embedded/book/consumed_tables.hpp"
#include "adapters/embedded/book/outgoing_table.hpp"
#include "adapters/embedded/book/record_table.hpp"
#include "adapters/embedded/ledger/casus_sequences.hpp"
#include "adapters/embedded/ledger/log_table.hpp"
#include "adapters/embedded/ledger/outbox_watermark.hpp"
#include "adapters/embedded/ledger/outgoing_tail.hpp"
#include "adapters/embedded/ledger/position_table.hpp"
#include "adapters/embedded/sqlite/checkpointer.hpp"
#include "adapters/embedded/sqlite/connection.hpp"
#include "adapters/embedded/sqlite/transaction.hpp"
#include "hub/ports/book.hpp"
#include "hub/runtime/write_queue.hpp"

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace adapters::embedded::book {

struct commit_operation final : hub::runtime::write_operation {
    using write_operation::write_operation;
    hub::ports::book_transaction transaction;
    // Per outgoing message, made before the commit to keep that work off the writer's thread.
    std::vector<std::string> envelopes;
    hub::ports::result<void> outcome;
};

// Parks messages in the outbox.
struct park_operation final : hub::runtime::write_operation {
    park_operation() : write_operation{0} {}
    std::vector<hub::ports::unpublishable> parked;
    hub::ports::result<void> outcome;
};

struct purge_operation final : hub::runtime::write_operation {
    purge_operation() : write_operation{0} {}
    hub::model::timestamp handled_before;
    hub::model::timestamp published_before;
    std::size_t limit = 0;
    hub::ports::result<std::size_t> outcome{hub::ports::errc::retry};
};

struct writer_parts {
    ledger::log_context log;
    ledger::outbox_watermark& watermark;
    ledger::outgoing_tail& tail;
};

// After its construction used on the write queue's thread only, except where said otherwise.
class writer {
public:
    // Opens the file and fills the watermark from it. Throws start_failure.
    writer(sqlite::connection_options options, writer_parts parts);
    ~writer();

    // Fills in every operation's outcome. After a commit whose outcome is unknown it opens the file
    // again and believes what it finds there; until that succeeds everything is errc::retry.
    [[nodiscard]] std::optional<std::chrono::microseconds> commit(hub::runtime::write_batch batch);

    // From any thread.
    [[nodiscard]] bool writable() const noexcept { return writable_ && checkpointer_.works(); }
    [[nodiscard]] std::uint64_t wal_bytes() const noexcept { return wal_bytes_; }

private:
    struct open_file;
    struct round;

    void open();
    [[nodiscard]] bool reopen();
    // Nothing once the file takes a commit again.
    std::optional<std::chrono::microseconds> look_again(sqlite::connection& file);
    [[nodiscard]] sqlite::commit_outcome run(hub::runtime::write_batch batch, round& now);
    void apply(commit_operation& operation, round& now);
    void append(const commit_operation& operation, round& now);
    void purge(purge_operation& operation);
    [[nodiscard]] hub::ports::result<void> seal(round& now);
    void show(round& now);
    void forget(round& now);
    static void fail(hub::runtime::write_batch batch, hub::ports::errc error);

    sqlite::connection_options options_;
    writer_parts parts_;
    std::unique_ptr<open_file> file_;
    // Last sequence given in the outbox.
    std::uint64_t newest_ = 0;
    sqlite::checkpointer checkpointer_;
    std::atomic<bool> writable_ = true;
    std::atomic<std::uint64_t> wal_bytes_ = 0;
};

}  // namespace adapters::embedded::book
