#include "adapters/embedded/sqlite/backup.hpp"

#include "adapters/embedded/sqlite/connection.hpp"

#include <fcntl.h>
#include <memory>
#include <sqlite3.h>
#include <system_error>
#include <unistd.h>

namespace adapters::embedded::sqlite {

namespace {

struct closes {
    void operator()(sqlite3* handle) const { sqlite3_close(handle); }
};
using plain_file = std::unique_ptr<sqlite3, closes>;

// Without WAL and the other settings of living files: the copy is one file that can be moved.
plain_file open_plain(const std::filesystem::path& path) {
    const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (file < 0) {
        return nullptr;
    }
    ::close(file);
    sqlite3* handle = nullptr;
    const int code = sqlite3_open_v2(
        path.c_str(), &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr
    );
    plain_file opened{handle};
    return code == SQLITE_OK ? std::move(opened) : nullptr;
}

int copy_in_steps(sqlite3* target, sqlite3* source, int pages) {
    auto* const copying = sqlite3_backup_init(target, "main", source, "main");
    if (copying == nullptr) {
        return SQLITE_ERROR;
    }
    int code = SQLITE_OK;
    while (code == SQLITE_OK) {
        code = sqlite3_backup_step(copying, pages);
    }
    const int end = sqlite3_backup_finish(copying);
    return code == SQLITE_DONE ? end : code;
}

bool is_sound(sqlite3* handle) {
    sqlite3_stmt* check = nullptr;
    bool sound = false;
    if (sqlite3_prepare_v2(handle, "PRAGMA quick_check(1)", -1, &check, nullptr) == SQLITE_OK &&
        sqlite3_step(check) == SQLITE_ROW) {
        const auto* const words = reinterpret_cast<const char*>(sqlite3_column_text(check, 0));
        sound = words != nullptr && std::string_view{words} == "ok";
    }
    sqlite3_finalize(check);
    return sound;
}

bool copy_to(const backup_options& options, const std::filesystem::path& target) {
    connection source{{.path = options.from, .access = access::read_only}};
    // A transaction pins the state that is copied; without one every commit of the writer would
    // start the copy again.
    source.execute("BEGIN; SELECT count(*) FROM sqlite_schema");
    const auto copy = open_plain(target);
    if (source.failed() || !copy ||
        copy_in_steps(copy.get(), source.handle(), options.pages_per_step) != SQLITE_OK) {
        return false;
    }
    source.execute("COMMIT");
    // The copied header says WAL; a copy that stands alone is a plain file.
    sqlite3_exec(copy.get(), "PRAGMA journal_mode=DELETE", nullptr, nullptr, nullptr);
    return is_sound(copy.get());
}

}  // namespace

bool back_up(const backup_options& options) {
    auto unfinished = options.to;
    unfinished += ".deel";
    std::error_code error;
    try {
        if (copy_to(options, unfinished)) {
            std::filesystem::rename(unfinished, options.to, error);
            return !error;
        }
    } catch (const start_failure&) {
        // The source could not be opened: no copy.
    }
    std::filesystem::remove(unfinished, error);
    return false;
}

}  // namespace adapters::embedded::sqlite
