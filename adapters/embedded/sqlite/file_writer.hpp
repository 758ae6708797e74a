// The one writer of a file: transactions of what gathered, checkpoints beside them, and opening
// the file again after a failed COMMIT.
#pragma once

#include "adapters/embedded/sqlite/checkpointer.hpp"
#include "adapters/embedded/sqlite/connection.hpp"
#include "adapters/embedded/sqlite/transaction.hpp"
#include "hub/ports/result.hpp"
#include "hub/runtime/write_queue.hpp"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string_view>

namespace adapters::embedded::sqlite {

// What one coroutine wants written to a file.
class file_operation : public hub::runtime::write_operation {
public:
    using write_operation::write_operation;

    // Set by the session for this operation alone, or by the writer for all of a failed batch.
    std::optional<hub::ports::errc> failure;
};

// All that depends on one opening of the file: statements and what is remembered of its rows. Made
// and used on the writer's thread only, except for the first, which is made by the constructor's.
class writer_session {
public:
    virtual ~writer_session() = default;

    // Writes the batch inside a transaction. An operation that is refused by itself gets its
    // failure; noting a failure on the connection rolls the whole batch back.
    virtual void apply(hub::runtime::write_batch batch) = 0;
    // Memory follows the file; a session that remembers nothing has nothing to do here.
    virtual void committed(hub::runtime::write_batch /*batch*/) {}
    virtual void rolled_back() {}
    // True when something waits to be written that no operation waits for.
    [[nodiscard]] virtual bool has_work() const { return false; }
};

// What writes itself into a file by the statements of one kind of session.
template <class Session>
class operation_on : public file_operation {
public:
    using file_operation::file_operation;
    virtual void apply(Session& session) = 0;
};

// A session that has each operation of a batch write itself.
template <class Session>
class session_of_operations : public writer_session {
public:
    void apply(hub::runtime::write_batch batch) final {
        for (auto* const one : batch) {
            static_cast<operation_on<Session>*>(one)->apply(static_cast<Session&>(*this));
        }
    }
};

struct file_writer_options {
    connection_options file;
    hub::runtime::write_queue_options queue;
    std::uint64_t checkpoint_bytes = std::uint64_t{64} << 20U;
    // How long what no operation waits for may stay unwritten.
    std::chrono::microseconds work_within{20'000};
    // How often it is looked whether writing works again.
    std::chrono::microseconds reopen_every{200'000};
};

// Thread-safe, except that close() and the destructor belong to the owner.
class file_writer {
public:
    using open_session = std::function<std::unique_ptr<writer_session>(connection&)>;

    // Opens the file, migrates it and makes the first session. Throws start_failure.
    file_writer(
        file_writer_options options,
        std::span<const std::string_view> versions,
        open_session open
    );

    // Nothing when the operation was committed; otherwise its own failure, errc::retry when nothing
    // of the batch was stored or too much waits, errc::unknown from a failed COMMIT.
    [[nodiscard]] boost::asio::awaitable<std::optional<hub::ports::errc>> submit(
        file_operation& operation
    );
    // The same for who wants no more than that. The operation lives in the caller's frame, which
    // waits.
    [[nodiscard]] hub::ports::async_result<void> perform(file_operation& operation);

    // Has what has_work() tells of written soon.
    void work_soon() { queue_->call_within(options_.work_within); }

    // False from a failed transaction until writing works again, which is looked at by itself.
    [[nodiscard]] bool is_writable() const noexcept { return writable_; }
    // False once a checkpoint could not be synced, until the next start.
    [[nodiscard]] bool checkpoints_work() const noexcept { return checkpointer_->works(); }
    [[nodiscard]] std::uint64_t wal_bytes() const noexcept { return wal_bytes_; }

    // Brings everything into the file itself; false when somebody is reading. Blocks.
    [[nodiscard]] bool empty_wal() { return checkpointer_->empty(); }

    // Commits what waits and ends the thread.
    void close() { queue_->close(); }

private:
    void open();
    [[nodiscard]] bool reopen();
    [[nodiscard]] bool works();
    std::optional<std::chrono::microseconds> look_again();
    std::optional<std::chrono::microseconds> commit(hub::runtime::write_batch batch);
    std::optional<std::chrono::microseconds>
    end(hub::runtime::write_batch batch, commit_outcome outcome);

    file_writer_options options_;
    std::span<const std::string_view> versions_;
    open_session open_session_;
    std::atomic<bool> writable_ = true;
    std::atomic<std::uint64_t> wal_bytes_ = 0;
    std::unique_ptr<connection> file_;
    std::unique_ptr<writer_session> session_;
    std::unique_ptr<checkpointer> checkpointer_;
    // Its thread uses everything above.
    std::unique_ptr<hub::runtime::write_queue> queue_;
};

}  // namespace adapters::embedded::sqlite
