#include "adapters/embedded/sqlite/checkpointer.hpp"

#include "adapters/embedded/sqlite/connection.hpp"
#include "adapters/embedded/sqlite/database_file.hpp"
#include "hub/runtime/thread.hpp"

#include <sqlite3.h>
#include <system_error>
#include <utility>

namespace adapters::embedded::sqlite {

namespace {

// The first takes long, and the writer goes on meanwhile; each next one has less to do.
constexpr int passes_beside_the_writer = 3;

}  // namespace

checkpointer::checkpointer(checkpointer_options options) : options_{std::move(options)} {}

checkpointer::~checkpointer() {
    {
        const std::lock_guard lock{mutex_};
        closed_ = true;
        wanted_.notify_one();
    }
    if (thread_.joinable()) {
        thread_.join();
    }
    static_cast<void>(empty());
}

bool checkpointer::done(int code) noexcept {
    if (code == SQLITE_IOERR_FSYNC) {
        works_ = false;
    }
    return code == SQLITE_OK;
}

void checkpointer::wal_is(std::uint64_t bytes) {
    if (bytes < options_.threshold_bytes) {
        return;
    }
    const std::lock_guard lock{mutex_};
    due_ = true;
    if (!thread_.joinable()) {
        begin_thread();
    }
    wanted_.notify_one();
}

void checkpointer::begin_thread() {
    try {
        // It goes first: the writer waits for the end of its work.
        thread_ = hub::runtime::start_thread("checkpoint", hub::runtime::precedence::first, [this] {
            run();
        });
    } catch (const std::system_error&) {
        // Tried again after the writer's next commit; until then the WAL just grows.
        return;
    }
}

void checkpointer::run() {
    while (true) {
        {
            std::unique_lock lock{mutex_};
            wanted_.wait(lock, [this] { return due_ || closed_; });
            if (closed_) {
                return;
            }
        }
        checkpoint();
        // Cleared afterwards: what the writer reported meanwhile has been dealt with.
        const std::lock_guard lock{mutex_};
        due_ = false;
    }
}

// SQLite syncs the file only when a checkpoint has come to the end of the WAL, which a writer at
// work keeps ahead: without a sync here, the one in the writer's turn would have it all to do.
void checkpointer::copy_beside_the_writer(connection& own) {
    const int copied = sqlite3_wal_checkpoint_v2(
        own.handle(), nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr
    );
    sqlite3_file* file = nullptr;
    if (done(copied) &&
        done(sqlite3_file_control(own.handle(), nullptr, SQLITE_FCNTL_FILE_POINTER, &file))) {
        done(file->pMethods->xSync(file, SQLITE_SYNC_NORMAL));
    }
}

void checkpointer::checkpoint() {
    const std::lock_guard alone{working_};
    // Any other failure is tried again after the writer's next commit; until then the WAL just
    // grows.
    try {
        connection own{{.path = options_.path, .cache_kib = 256}};
        for (int pass = 0; works_ && pass < passes_beside_the_writer; ++pass) {
            const spread_writes slowly;
            copy_beside_the_writer(own);
        }
        const std::lock_guard no_writer{turn_};
        if (works_) {
            done(sqlite3_wal_checkpoint_v2(
                own.handle(), nullptr, SQLITE_CHECKPOINT_RESTART, nullptr, nullptr
            ));
        }
    } catch (const start_failure&) {
        return;
    }
}

bool checkpointer::empty() {
    const std::lock_guard alone{working_};
    try {
        connection own{{.path = options_.path, .cache_kib = 256}};
        const std::lock_guard no_writer{turn_};
        return works_ && done(sqlite3_wal_checkpoint_v2(
                             own.handle(), nullptr, SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr
                         ));
    } catch (const start_failure&) {
        return false;
    }
}

}  // namespace adapters::embedded::sqlite
