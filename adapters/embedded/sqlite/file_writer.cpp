#include "adapters/embedded/sqlite/file_writer.hpp"

#include "adapters/embedded/sqlite/migrate.hpp"

#include <mutex>
#include <string>
#include <utility>

namespace adapters::embedded::sqlite {
namespace asio = boost::asio;

using hub::ports::errc;
using hub::runtime::write_batch;

namespace {

void fail_all(write_batch batch, errc failure) {
    for (auto* const one : batch) {
        static_cast<file_operation*>(one)->failure = failure;
    }
}

}  // namespace

file_writer::file_writer(
    file_writer_options options,
    std::span<const std::string_view> versions,
    open_session open_with
)
    : options_{std::move(options)}, versions_{versions}, open_session_{std::move(open_with)} {
    open();
    checkpointer_ = std::make_unique<checkpointer>(checkpointer_options{
        options_.file.path, options_.checkpoint_bytes});
    queue_ = std::make_unique<hub::runtime::write_queue>(options_.queue, [this](write_batch batch) {
        return commit(batch);
    });
}

void file_writer::open() {
    if (!file_) {
        file_ = std::make_unique<connection>(options_.file);
    }
    migrate(*file_, versions_);
    session_ = open_session_(*file_);
    if (file_->failed()) {
        throw start_failure{options_.file.path.string() + ": could not be read"};
    }
}

bool file_writer::reopen() {
    auto* const faults = options_.file.faults;
    if (faults != nullptr && faults->reopen_fails()) {
        return false;
    }
    try {
        file_.reset();
        file_ = std::make_unique<connection>(options_.file);
        // What the failed COMMIT wrote may come back when the WAL is recovered, as long as nothing
        // is written behind it: so write first, and read afterwards what is there.
        if (!works()) {
            return false;
        }
        open();
    } catch (const start_failure&) {
        session_.reset();
        return false;
    }
    return true;
}

bool file_writer::works() {
    const std::lock_guard turn{checkpointer_->turn()};
    return can_write(*file_);
}

asio::awaitable<std::optional<errc>> file_writer::submit(file_operation& operation) {
    const bool taken = co_await queue_->submit(operation);
    co_return taken ? operation.failure : std::optional{errc::retry};
}

hub::ports::async_result<void> file_writer::perform(file_operation& operation) {
    const auto failure = co_await submit(operation);
    co_return failure ? hub::ports::result<void>{*failure} : hub::ports::result<void>{};
}

std::optional<std::chrono::microseconds> file_writer::commit(write_batch batch) {
    if (!session_ && !reopen()) {
        fail_all(batch, errc::retry);
        return options_.reopen_every;
    }
    if (batch.empty() && !session_->has_work()) {
        return is_writable() ? std::nullopt : look_again();
    }
    auto outcome = commit_outcome::rolled_back;
    {
        const std::lock_guard turn{checkpointer_->turn()};
        transaction change{*file_};
        if (!file_->failed()) {
            session_->apply(batch);
        }
        outcome = change.commit();
    }
    wal_bytes_ = file_->wal_bytes();
    checkpointer_->wal_is(file_->wal_bytes());
    return end(batch, outcome);
}

std::optional<std::chrono::microseconds> file_writer::look_again() {
    const auto fine = works();
    writable_ = fine;
    return fine ? std::nullopt : std::optional{options_.reopen_every};
}

std::optional<std::chrono::microseconds>
file_writer::end(write_batch batch, commit_outcome outcome) {
    switch (outcome) {
        case commit_outcome::committed:
            session_->committed(batch);
            writable_ = true;
            break;
        case commit_outcome::rolled_back:
            session_->rolled_back();
            fail_all(batch, errc::retry);
            writable_ = false;
            return options_.reopen_every;
        case commit_outcome::unknown:
            // What is remembered may be wrong from here on, so it goes together with the
            // connection; the next call begins with what the file says.
            session_->rolled_back();
            session_.reset();
            writable_ = false;
            fail_all(batch, errc::unknown);
            return std::chrono::microseconds{0};
    }
    return session_->has_work() ? std::optional{options_.work_within} : std::nullopt;
}

}  // namespace adapters::embedded::sqlite
