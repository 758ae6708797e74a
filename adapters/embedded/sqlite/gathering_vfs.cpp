#include "adapters/embedded/sqlite/gathering_vfs.hpp"

#include "adapters/embedded/sqlite/connection.hpp"

#include <cstddef>
#include <map>
#include <memory>
#include <mutex>
#include <new>
#include <sqlite3.h>
#include <vector>

namespace adapters::embedded::sqlite {

namespace {

// What is held back at most; more is written in pieces of this size. SQLite's own VFS for Unix
// takes less than 128 KiB in one write.
constexpr std::size_t max_gathered_bytes = std::size_t{96} << 10U;

// What is in memory only, behind each other in the file from `at` on.
class gathered {
public:
    // False when these bytes don't follow the others or there is no room for them.
    [[nodiscard]] bool add(const void* bytes, std::size_t size, sqlite3_int64 offset) {
        if (!bytes_.empty() && (offset != at_ + static_cast<sqlite3_int64>(bytes_.size()) ||
                                bytes_.size() + size > max_gathered_bytes)) {
            return false;
        }
        if (bytes_.empty()) {
            at_ = offset;
        }
        const auto* const first = static_cast<const std::byte*>(bytes);
        bytes_.insert(bytes_.end(), first, first + size);
        return true;
    }

    // Whatever becomes of the write: what was gathered is held no longer.
    [[nodiscard]] int write_to(sqlite3_file& file) {
        if (bytes_.empty()) {
            return SQLITE_OK;
        }
        const int code =
            file.pMethods->xWrite(&file, bytes_.data(), static_cast<int>(bytes_.size()), at_);
        bytes_.clear();
        return code;
    }

private:
    sqlite3_int64 at_ = 0;
    std::vector<std::byte> bytes_;
};

// SQLite gives the memory, aligned for pointers and no more; the file below lies right behind.
struct wal_file : sqlite3_file {
    gathered waiting;

    [[nodiscard]] sqlite3_file& below() noexcept {
        return *reinterpret_cast<sqlite3_file*>(this + 1);
    }
};

wal_file& wal_of(sqlite3_file* file) noexcept {
    return *static_cast<wal_file*>(file);
}

// Everything but a write wants the file as it would be without gathering.
template <auto Method, class... Arguments>
int pass(sqlite3_file* file, Arguments... arguments) {
    auto& wal = wal_of(file);
    const int code = wal.waiting.write_to(wal.below());
    return code != SQLITE_OK ? code : (wal.below().pMethods->*Method)(&wal.below(), arguments...);
}

int write(sqlite3_file* file, const void* bytes, int size, sqlite3_int64 offset) {
    auto& wal = wal_of(file);
    try {
        if (wal.waiting.add(bytes, static_cast<std::size_t>(size), offset)) {
            return SQLITE_OK;
        }
        const int code = wal.waiting.write_to(wal.below());
        if (code != SQLITE_OK) {
            return code;
        }
        return wal.waiting.add(bytes, static_cast<std::size_t>(size), offset) ? SQLITE_OK
                                                                              : SQLITE_IOERR_WRITE;
    } catch (const std::bad_alloc&) {
        return SQLITE_IOERR_NOMEM;
    }
}

int close(sqlite3_file* file) {
    auto& wal = wal_of(file);
    // What nobody synced was never committed: it may stay unwritten.
    const int code = wal.below().pMethods->xClose(&wal.below());
    std::destroy_at(&wal.waiting);
    return code;
}

int sector_size(sqlite3_file* file) {
    auto& below = wal_of(file).below();
    return below.pMethods->xSectorSize(&below);
}

int characteristics(sqlite3_file* file) {
    auto& below = wal_of(file).below();
    return below.pMethods->xDeviceCharacteristics(&below);
}

constexpr sqlite3_io_methods make_methods() {
    sqlite3_io_methods methods{};
    methods.iVersion = 1;
    methods.xClose = close;
    methods.xRead = pass<&sqlite3_io_methods::xRead, void*, int, sqlite3_int64>;
    methods.xWrite = write;
    methods.xTruncate = pass<&sqlite3_io_methods::xTruncate, sqlite3_int64>;
    methods.xSync = pass<&sqlite3_io_methods::xSync, int>;
    methods.xFileSize = pass<&sqlite3_io_methods::xFileSize, sqlite3_int64*>;
    methods.xLock = pass<&sqlite3_io_methods::xLock, int>;
    methods.xUnlock = pass<&sqlite3_io_methods::xUnlock, int>;
    methods.xCheckReservedLock = pass<&sqlite3_io_methods::xCheckReservedLock, int*>;
    methods.xFileControl = pass<&sqlite3_io_methods::xFileControl, int, void*>;
    methods.xSectorSize = sector_size;
    methods.xDeviceCharacteristics = characteristics;
    return methods;
}

constexpr sqlite3_io_methods methods = make_methods();

sqlite3_vfs& below(sqlite3_vfs* self) noexcept {
    return *static_cast<sqlite3_vfs*>(self->pAppData);
}

int open(sqlite3_vfs* self, const char* name, sqlite3_file* file, int flags, int* given) {
    if ((flags & SQLITE_OPEN_WAL) == 0) {
        return below(self).xOpen(&below(self), name, file, flags, given);
    }
    auto& wal = *new (file) wal_file{};
    const int code = below(self).xOpen(&below(self), name, &wal.below(), flags, given);
    if (wal.below().pMethods == nullptr) {
        // SQLite closes only what has methods.
        std::destroy_at(&wal.waiting);
        return code;
    }
    wal.pMethods = &methods;
    return code;
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
    made.name = std::string{"gathering-"} + base.zName;
    auto& vfs = made.vfs;
    vfs.iVersion = 2;
    vfs.szOsFile = static_cast<int>(sizeof(wal_file)) + base.szOsFile;
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

}  // namespace

std::string gathering_vfs() {
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
