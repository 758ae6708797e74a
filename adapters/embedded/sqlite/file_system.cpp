#include "adapters/embedded/sqlite/file_system.hpp"

#include "adapters/embedded/sqlite/connection.hpp"
#include "adapters/embedded/sqlite/database_file.hpp"
#include "adapters/embedded/sqlite/wal_file.hpp"

#include <algorithm>
#include <map>
#include <mutex>
#include <sqlite3.h>

namespace adapters::embedded::sqlite {

namespace {

sqlite3_vfs& below(sqlite3_vfs* self) noexcept {
    return *static_cast<sqlite3_vfs*>(self->pAppData);
}

int open(sqlite3_vfs* self, const char* name, sqlite3_file* file, int flags, int* given) {
    if ((flags & SQLITE_OPEN_WAL) != 0) {
        return open_wal_file(below(self), name, file, flags, given);
    }
    if ((flags & SQLITE_OPEN_MAIN_DB) != 0) {
        return open_database_file(below(self), name, file, flags, given);
    }
    return below(self).xOpen(&below(self), name, file, flags, given);
}

template <auto Method, class... Arguments>
auto forward(sqlite3_vfs* self, Arguments... arguments) {
    return (below(self).*Method)(&below(self), arguments...);
}

struct registered {
    std::string name;
    sqlite3_vfs vfs{};
};

void put_over(registered& made, sqlite3_vfs& base) {
    made.name = std::string{"pmm-"} + base.zName;
    auto& vfs = made.vfs;
    vfs.iVersion = 2;
    vfs.szOsFile = std::max(wal_file_bytes(), database_file_bytes()) + base.szOsFile;
    vfs.mxPathname = base.mxPathname;
    vfs.zName = made.name.c_str();
    vfs.pAppData = &base;
    vfs.xOpen = open;
    vfs.xDelete = forward<&sqlite3_vfs::xDelete, const char*, int>;
    vfs.xAccess = forward<&sqlite3_vfs::xAccess, const char*, int, int*>;
    vfs.xFullPathname = forward<&sqlite3_vfs::xFullPathname, const char*, int, char*>;
    vfs.xRandomness = forward<&sqlite3_vfs::xRandomness, int, char*>;
    vfs.xSleep = forward<&sqlite3_vfs::xSleep, int>;
    vfs.xCurrentTime = forward<&sqlite3_vfs::xCurrentTime, double*>;
    vfs.xGetLastError = forward<&sqlite3_vfs::xGetLastError, int, char*>;
    vfs.xCurrentTimeInt64 = forward<&sqlite3_vfs::xCurrentTimeInt64, sqlite3_int64*>;
    if (sqlite3_vfs_register(&vfs, 0) != SQLITE_OK) {
        throw start_failure{"SQLite does not take a VFS"};
    }
}

// Only before SQLite is first used; later it keeps what it has, which does no harm.
bool set_up() {
    // Counting memory takes a lock at every allocation, of all files together.
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    // Each connection would take 20 pages of memory before it has read one, and 48 KB for small
    // things, which the allocator gives as fast.
    sqlite3_config(SQLITE_CONFIG_PAGECACHE, nullptr, 0, 0);
    sqlite3_config(SQLITE_CONFIG_LOOKASIDE, 0, 0);
    return true;
}

}  // namespace

std::string file_system() {
    [[maybe_unused]] static const bool is_set_up = set_up();
    static std::mutex mutex;
    static std::map<std::string, registered> all;
    auto* const base = sqlite3_vfs_find(nullptr);
    if (base == nullptr) {
        throw start_failure{"SQLite has no VFS"};
    }
    const std::lock_guard lock{mutex};
    auto& found = all[base->zName];
    // Another one may have come under the name of one that went.
    if (found.vfs.pAppData != base) {
        put_over(found, *base);
    }
    return found.name;
}

}  // namespace adapters::embedded::sqlite
