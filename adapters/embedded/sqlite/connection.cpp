#include "adapters/embedded/sqlite/connection.hpp"

#include "adapters/embedded/sqlite/file_system.hpp"

#include <cerrno>
#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>
#include <utility>

namespace adapters::embedded::sqlite {

namespace {

constexpr std::uint64_t page_bytes = 4096;

}  // namespace

connection::connection(connection_options options) : options_{std::move(options)} {
    try {
        open();
        configure();
    } catch (...) {
        sqlite3_close(handle_);
        throw;
    }
}

connection::~connection() {
    // Statements belong to objects that go before their connection; v2 would hide one that did not.
    sqlite3_close(handle_);
}

void connection::fail(std::string_view doing, int code) const {
    throw start_failure{
        options_.path.string() + ": " + std::string{doing} + " failed (SQLite result " +
        std::to_string(code) + ")"};
}

void connection::open() {
    if (options_.access == access::read_write) {
        // SQLite would make the file with the process' umask; its WAL inherits the file's mode. One
        // that is there is left alone: closing it would drop the locks of this process' other
        // connections, and a program that then reads the file would delete their WAL at its end.
        const int file = ::open(options_.path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
        if (file >= 0) {
            ::close(file);
        } else if (errno != EEXIST) {
            throw start_failure{options_.path.string() + ": cannot be made or opened"};
        }
    }
    const int code = sqlite3_open_v2(
        options_.path.c_str(),
        &handle_,
        SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX,
        file_system().c_str()
    );
    if (code != SQLITE_OK) {
        fail("opening", code);
    }
}

void connection::configure() {
    sqlite3_extended_result_codes(handle_, 1);
    sqlite3_busy_timeout(handle_, 0);
    sqlite3_db_config(handle_, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_db_config(handle_, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    // Only the checkpointer knows whether the WAL may go.
    sqlite3_db_config(handle_, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
    execute("PRAGMA page_size=4096");
    if (number("SELECT 1 FROM pragma_journal_mode WHERE journal_mode='wal' UNION ALL SELECT 0") ==
        0) {
        execute("PRAGMA journal_mode=WAL");
    }
    execute("PRAGMA synchronous=FULL");
    execute("PRAGMA foreign_keys=ON");
    execute("PRAGMA temp_store=MEMORY");
    execute("PRAGMA wal_autocheckpoint=0");
    execute("PRAGMA journal_size_limit=134217728");
    execute(("PRAGMA cache_size=-" + std::to_string(options_.cache_kib)).c_str());
    execute(
        options_.deletion == deletion::overwriting ? "PRAGMA secure_delete=ON"
                                                   : "PRAGMA secure_delete=OFF"
    );
    if (options_.access == access::read_only) {
        execute("PRAGMA query_only=ON");
    } else {
        sqlite3_wal_hook(handle_, &connection::wal_grew, this);
    }
    if (failed()) {
        fail("configuring", failure_);
    }
}

void connection::execute(const char* sql) {
    if (!failed()) {
        note(sqlite3_exec(handle_, sql, nullptr, nullptr, nullptr));
    }
}

std::int64_t connection::last_row() const noexcept {
    return sqlite3_last_insert_rowid(handle_);
}

std::int64_t connection::number(const char* sql) {
    sqlite3_stmt* statement = nullptr;
    int code = sqlite3_prepare_v2(handle_, sql, -1, &statement, nullptr);
    std::int64_t value = 0;
    if (code == SQLITE_OK) {
        code = sqlite3_step(statement);
        value = sqlite3_column_int64(statement, 0);
    }
    sqlite3_finalize(statement);
    if (code != SQLITE_ROW) {
        fail("reading a setting", code);
    }
    return value;
}

int connection::wal_grew(void* self, sqlite3* /*handle*/, const char* /*name*/, int pages) {
    static_cast<connection*>(self)->wal_bytes_ = static_cast<std::uint64_t>(pages) * page_bytes;
    return SQLITE_OK;
}

}  // namespace adapters::embedded::sqlite
