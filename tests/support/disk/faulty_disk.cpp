#include "tests/support/disk/faulty_disk.hpp"

#include <mutex>
#include <new>
#include <sqlite3.h>
#include <string>
#include <string_view>

namespace tests::support::disk {

// SQLite's C interface for file systems, in front of the ordinary one.
class faulty_disk::file_system {
public:
    file_system(std::uint64_t seed, syncing how);
    ~file_system();
    file_system(const file_system&) = delete;
    file_system& operator=(const file_system&) = delete;

    mutable std::mutex mutex;
    remembered_files files;
    std::optional<disk::fault> fault;
    std::optional<std::uint64_t> changes_left;
    bool power = true;
    std::uint64_t failures = 0;
    std::uint64_t writes = 0;
    std::uint64_t syncs = 0;

private:
    // What SQLite holds of an open file; the ordinary file system's own part lies behind it.
    struct open_file {
        sqlite3_file base;
        file_system* owner;
        // Null for a file that is not followed: temporary ones.
        const std::string* path;
        file_kind kind;
    };

    static const sqlite3_io_methods& methods();
    static open_file& mine(sqlite3_file* file) { return *reinterpret_cast<open_file*>(file); }
    static sqlite3_file* real(sqlite3_file* file) {
        return reinterpret_cast<sqlite3_file*>(&mine(file) + 1);
    }
    static file_system& of(sqlite3_vfs* vfs) { return *static_cast<file_system*>(vfs->pAppData); }

    static int open(sqlite3_vfs*, const char*, sqlite3_file*, int flags, int* out);
    static int remove(sqlite3_vfs*, const char* path, int sync_directory);
    static int close(sqlite3_file* file);
    static int write(sqlite3_file* file, const void* bytes, int size, sqlite3_int64 at);
    static int truncate(sqlite3_file* file, sqlite3_int64 size);
    static int sync(sqlite3_file* file, int flags);
    static int control(sqlite3_file* file, int what, void* argument);
    static int synchronous_off(sqlite3* handle, char** /*message*/, const sqlite3_api_routines*);

    // Whether this call may happen; counts it.
    [[nodiscard]] bool has_power_for_one_more();
    [[nodiscard]] bool fails(disk::call what, file_kind where);

    sqlite3_vfs* const ordinary_;
    sqlite3_vfs vfs_;
    const syncing syncing_;
    const std::string name_;
    // Names live as long as the disk, as SQLite's open files point at them.
    std::map<std::string, std::unique_ptr<const std::string>, std::less<>> paths_;
};

faulty_disk::file_system::file_system(std::uint64_t seed, syncing how)
    : files{seed},
      ordinary_{sqlite3_vfs_find("unix")},
      vfs_{*ordinary_},
      syncing_{how},
      name_{"faulty-" + std::to_string(reinterpret_cast<std::uintptr_t>(this))} {
    vfs_.szOsFile = static_cast<int>(sizeof(open_file)) + ordinary_->szOsFile;
    vfs_.zName = name_.c_str();
    vfs_.pAppData = this;
    vfs_.xOpen = &open;
    vfs_.xDelete = &remove;
    sqlite3_vfs_register(&vfs_, 1);
    if (syncing_ == syncing::off) {
        sqlite3_auto_extension(reinterpret_cast<void (*)()>(&synchronous_off));
    }
}

faulty_disk::file_system::~file_system() {
    if (syncing_ == syncing::off) {
        sqlite3_cancel_auto_extension(reinterpret_cast<void (*)()>(&synchronous_off));
    }
    sqlite3_vfs_unregister(&vfs_);
    sqlite3_vfs_register(ordinary_, 1);
}

int faulty_disk::file_system::synchronous_off(
    sqlite3* handle,
    char** /*message*/,
    const sqlite3_api_routines* /*routines*/
) {
    // A file that can't be read yet says so at the next statement.
    sqlite3_exec(handle, "PRAGMA synchronous=OFF", nullptr, nullptr, nullptr);
    return SQLITE_OK;
}

int faulty_disk::file_system::open(
    sqlite3_vfs* vfs,
    const char* path,
    sqlite3_file* file,
    int flags,
    int* out
) {
    auto& self = of(vfs);
    auto& opening = *new (file) open_file{{nullptr}, &self, nullptr, file_kind::database};
    const std::lock_guard lock{self.mutex};
    if (!self.power || (self.fault && self.fault->error == error::read_only)) {
        return SQLITE_CANTOPEN;
    }
    const bool followed =
        (flags & (SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_WAL | SQLITE_OPEN_MAIN_JOURNAL)) != 0;
    const int code = self.ordinary_->xOpen(self.ordinary_, path, real(file), flags, out);
    if (real(file)->pMethods != nullptr) {
        opening.base.pMethods = &methods();
    }
    if (code != SQLITE_OK || !followed) {
        return code;
    }
    if ((flags & SQLITE_OPEN_WAL) != 0) {
        opening.kind = file_kind::wal;
    } else if ((flags & SQLITE_OPEN_MAIN_JOURNAL) != 0) {
        opening.kind = file_kind::journal;
    }
    auto& name = self.paths_[path];
    if (!name) {
        name = std::make_unique<const std::string>(path);
    }
    opening.path = name.get();
    self.files.opened(*name, opening.kind);
    return SQLITE_OK;
}

int faulty_disk::file_system::remove(sqlite3_vfs* vfs, const char* path, int sync_directory) {
    auto& self = of(vfs);
    const std::lock_guard lock{self.mutex};
    if (!self.power) {
        return SQLITE_IOERR_DELETE;
    }
    const int code = self.ordinary_->xDelete(self.ordinary_, path, 0);
    if (code == SQLITE_OK) {
        self.files.deleted(path);
        if (sync_directory != 0) {
            self.files.directory_synced();
        }
    }
    return code;
}

int faulty_disk::file_system::close(sqlite3_file* file) {
    return real(file)->pMethods->xClose(real(file));
}

bool faulty_disk::file_system::has_power_for_one_more() {
    if (power && changes_left && (*changes_left)-- == 0) {
        power = false;
    }
    return power;
}

bool faulty_disk::file_system::fails(disk::call what, file_kind where) {
    if (!fault || fault->call != what || (fault->file && *fault->file != where)) {
        return false;
    }
    if (fault->after > 0) {
        --fault->after;
        return false;
    }
    ++failures;
    if (fault->lasting == lasting::once) {
        fault.reset();
    }
    return true;
}

int faulty_disk::file_system::write(
    sqlite3_file* file,
    const void* bytes,
    int size,
    sqlite3_int64 at
) {
    const auto& one = mine(file);
    if (one.path == nullptr) {
        return real(file)->pMethods->xWrite(real(file), bytes, size, at);
    }
    auto& self = *one.owner;
    const std::lock_guard lock{self.mutex};
    if (!self.has_power_for_one_more()) {
        return SQLITE_IOERR_WRITE;
    }
    ++self.writes;
    const auto error = self.fault ? self.fault->error : error::broken;
    const bool failing = self.fails(call::write, one.kind);
    if (failing) {
        // What did fit is there.
        size = static_cast<int>(self.files.chance(static_cast<std::uint64_t>(size)));
    }
    const int code =
        size == 0 ? SQLITE_OK : real(file)->pMethods->xWrite(real(file), bytes, size, at);
    if (code == SQLITE_OK) {
        self.files.written(
            *one.path,
            static_cast<std::uint64_t>(at),
            {static_cast<const char*>(bytes), static_cast<std::size_t>(size)}
        );
    }
    if (failing) {
        return error == error::full ? SQLITE_FULL : SQLITE_IOERR_WRITE;
    }
    return code;
}

int faulty_disk::file_system::truncate(sqlite3_file* file, sqlite3_int64 size) {
    const auto& one = mine(file);
    auto& self = *one.owner;
    const std::lock_guard lock{self.mutex};
    if (one.path != nullptr && !self.has_power_for_one_more()) {
        return SQLITE_IOERR_TRUNCATE;
    }
    const int code = real(file)->pMethods->xTruncate(real(file), size);
    if (code == SQLITE_OK && one.path != nullptr) {
        self.files.truncated(*one.path, static_cast<std::uint64_t>(size));
    }
    return code;
}

int faulty_disk::file_system::sync(sqlite3_file* file, int /*flags*/) {
    const auto& one = mine(file);
    if (one.path == nullptr || one.owner->syncing_ == syncing::off) {
        return SQLITE_OK;
    }
    auto& self = *one.owner;
    const std::lock_guard lock{self.mutex};
    if (!self.has_power_for_one_more()) {
        return SQLITE_IOERR_FSYNC;
    }
    ++self.syncs;
    if (self.fails(call::sync, one.kind)) {
        self.files.sync_failed(*one.path);
        return SQLITE_IOERR_FSYNC;
    }
    // What this disk remembers is what counts; the machine's own need not write anything.
    self.files.synced(*one.path);
    return SQLITE_OK;
}

int faulty_disk::file_system::control(sqlite3_file* file, int what, void* argument) {
    if (what == SQLITE_FCNTL_PRAGMA && mine(file).owner->syncing_ == syncing::off) {
        const auto* const words = static_cast<char**>(argument);
        if (std::string_view{words[1]} == "synchronous" && words[2] != nullptr &&
            std::string_view{words[2]} != "OFF") {
            // Taken as done, so that OFF stays.
            return SQLITE_OK;
        }
    }
    return real(file)->pMethods->xFileControl(real(file), what, argument);
}

const sqlite3_io_methods& faulty_disk::file_system::methods() {
    static const sqlite3_io_methods all = [] {
        sqlite3_io_methods table{};
        table.iVersion = 2;
        table.xClose = &close;
        table.xRead = [](sqlite3_file* file, void* into, int size, sqlite3_int64 at) {
            return real(file)->pMethods->xRead(real(file), into, size, at);
        };
        table.xWrite = &write;
        table.xTruncate = &truncate;
        table.xSync = &sync;
        table.xFileSize = [](sqlite3_file* file, sqlite3_int64* size) {
            return real(file)->pMethods->xFileSize(real(file), size);
        };
        table.xLock = [](sqlite3_file* file, int level) {
            return real(file)->pMethods->xLock(real(file), level);
        };
        table.xUnlock = [](sqlite3_file* file, int level) {
            return real(file)->pMethods->xUnlock(real(file), level);
        };
        table.xCheckReservedLock = [](sqlite3_file* file, int* held) {
            return real(file)->pMethods->xCheckReservedLock(real(file), held);
        };
        table.xFileControl = &control;
        table.xSectorSize = [](sqlite3_file* file) {
            return real(file)->pMethods->xSectorSize(real(file));
        };
        table.xDeviceCharacteristics = [](sqlite3_file* file) {
            return real(file)->pMethods->xDeviceCharacteristics(real(file));
        };
        table.xShmMap = [](sqlite3_file* file, int page, int size, int extend, volatile void** at) {
            return real(file)->pMethods->xShmMap(real(file), page, size, extend, at);
        };
        table.xShmLock = [](sqlite3_file* file, int offset, int count, int flags) {
            return real(file)->pMethods->xShmLock(real(file), offset, count, flags);
        };
        table.xShmBarrier = [](sqlite3_file* file) {
            real(file)->pMethods->xShmBarrier(real(file));
        };
        table.xShmUnmap = [](sqlite3_file* file, int remove_it) {
            return real(file)->pMethods->xShmUnmap(real(file), remove_it);
        };
        return table;
    }();
    return all;
}

faulty_disk::faulty_disk(std::uint64_t seed, syncing how)
    : file_system_{std::make_unique<file_system>(seed, how)} {}

faulty_disk::~faulty_disk() = default;

void faulty_disk::fail(const fault& what) {
    const std::lock_guard lock{file_system_->mutex};
    file_system_->fault = what;
}

void faulty_disk::heal() {
    const std::lock_guard lock{file_system_->mutex};
    file_system_->fault.reset();
}

std::uint64_t faulty_disk::failures() const {
    const std::lock_guard lock{file_system_->mutex};
    return file_system_->failures;
}

void faulty_disk::lose_power_after(std::uint64_t changes) {
    const std::lock_guard lock{file_system_->mutex};
    file_system_->changes_left = changes;
    file_system_->power = changes > 0;
}

bool faulty_disk::has_power() const {
    const std::lock_guard lock{file_system_->mutex};
    return file_system_->power;
}

void faulty_disk::restore_power() {
    const std::lock_guard lock{file_system_->mutex};
    file_system_->files.lose_power();
    file_system_->changes_left.reset();
    file_system_->power = true;
}

std::uint64_t faulty_disk::writes() const {
    const std::lock_guard lock{file_system_->mutex};
    return file_system_->writes;
}

std::uint64_t faulty_disk::syncs() const {
    const std::lock_guard lock{file_system_->mutex};
    return file_system_->syncs;
}

}  // namespace tests::support::disk
