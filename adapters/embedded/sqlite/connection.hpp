// One connection to one SQLite file with the settings that every file of the hub has.
#pragma once

#include "adapters/embedded/sqlite/fault_hook.hpp"

#include <cstdint>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <string_view>

struct sqlite3;

namespace adapters::embedded::sqlite {

// Start-up failed: a file that can't be opened, is of a newer schema, or is in use. Its words are
// ours; SQLite's own text is left out.
class start_failure : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

enum class access { read_write, read_only };
// Whether freed content is overwritten in the file.
enum class deletion { ordinary, overwriting };

struct connection_options {
    std::filesystem::path path;
    sqlite::access access = access::read_write;
    sqlite::deletion deletion = deletion::ordinary;
    std::int64_t cache_kib = 8192;
    // May be null; must outlive the connection.
    fault_hook* faults = nullptr;
};

// WAL, synchronous=FULL, page size 4096, no automatic checkpoint, no busy timeout; the file is made
// with mode 0600 when it is not there. Used by one thread at a time.
//
// A failure of any statement is remembered until the next unit of work begins; statements after it
// do nothing. So a unit of work is written without a branch per statement, and whoever ends it asks
// failed() once: a transaction refuses to commit, a read refuses its answer.
class connection {
public:
    // Throws start_failure.
    explicit connection(connection_options options);
    ~connection();
    connection(const connection&) = delete;
    connection& operator=(const connection&) = delete;

    [[nodiscard]] sqlite3* handle() const noexcept { return handle_; }
    [[nodiscard]] const std::filesystem::path& path() const noexcept { return options_.path; }
    [[nodiscard]] fault_hook* faults() const noexcept { return options_.faults; }

    // Runs SQL without parameters or rows.
    void execute(const char* sql);

    [[nodiscard]] bool failed() const noexcept { return failure_ != 0; }
    // SQLite's extended result code of the first failure; 0 without one.
    [[nodiscard]] int failure() const noexcept { return failure_; }
    void note(int code) noexcept {
        if (failure_ == 0) {
            failure_ = code;
        }
    }
    void forget_failure() noexcept { failure_ = 0; }

    // Rowid of the last insert.
    [[nodiscard]] std::int64_t last_row() const noexcept;
    // Size of the WAL after this connection's last commit.
    [[nodiscard]] std::uint64_t wal_bytes() const noexcept { return wal_bytes_; }

    // A setting's or query's single number; for start-up and checks. Throws start_failure.
    [[nodiscard]] std::int64_t number(const char* sql);

private:
    static int wal_grew(void* self, sqlite3* handle, const char* name, int pages);
    void open();
    void configure();
    [[noreturn]] void fail(std::string_view doing, int code) const;

    connection_options options_;
    sqlite3* handle_ = nullptr;
    int failure_ = 0;
    std::uint64_t wal_bytes_ = 0;
};

}  // namespace adapters::embedded::sqlite
