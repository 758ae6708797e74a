#include "adapters/embedded/sqlite/wal_file.hpp"

#include "adapters/embedded/sqlite/file_layer.hpp"

#include <cstddef>
#include <new>
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

using layer = file_layer<gathered>;

// Everything but a write wants the file as it would be without gathering.
template <auto Method, class... Arguments>
int pass(sqlite3_file* file, Arguments... arguments) {
    auto& wal = layer::of(file);
    const int code = wal.state.write_to(wal.below());
    return code != SQLITE_OK ? code : layer::forward<Method>(file, arguments...);
}

int write(sqlite3_file* file, const void* bytes, int size, sqlite3_int64 offset) {
    auto& wal = layer::of(file);
    try {
        if (wal.state.add(bytes, static_cast<std::size_t>(size), offset)) {
            return SQLITE_OK;
        }
        const int code = wal.state.write_to(wal.below());
        if (code != SQLITE_OK) {
            return code;
        }
        return wal.state.add(bytes, static_cast<std::size_t>(size), offset) ? SQLITE_OK
                                                                            : SQLITE_IOERR_WRITE;
    } catch (const std::bad_alloc&) {
        return SQLITE_IOERR_NOMEM;
    }
}

constexpr sqlite3_io_methods make_methods() {
    sqlite3_io_methods methods{};
    methods.iVersion = 1;
    // What nobody synced was never committed: it may stay unwritten.
    methods.xClose = layer::close;
    methods.xRead = pass<&sqlite3_io_methods::xRead, void*, int, sqlite3_int64>;
    methods.xWrite = write;
    methods.xTruncate = pass<&sqlite3_io_methods::xTruncate, sqlite3_int64>;
    methods.xSync = pass<&sqlite3_io_methods::xSync, int>;
    methods.xFileSize = pass<&sqlite3_io_methods::xFileSize, sqlite3_int64*>;
    methods.xLock = pass<&sqlite3_io_methods::xLock, int>;
    methods.xUnlock = pass<&sqlite3_io_methods::xUnlock, int>;
    methods.xCheckReservedLock = pass<&sqlite3_io_methods::xCheckReservedLock, int*>;
    methods.xFileControl = pass<&sqlite3_io_methods::xFileControl, int, void*>;
    methods.xSectorSize = layer::forward<&sqlite3_io_methods::xSectorSize>;
    methods.xDeviceCharacteristics = layer::forward<&sqlite3_io_methods::xDeviceCharacteristics>;
    return methods;
}

constexpr sqlite3_io_methods methods = make_methods();

}  // namespace

int wal_file_bytes() noexcept {
    return static_cast<int>(sizeof(layer));
}

int open_wal_file(sqlite3_vfs& below, const char* name, sqlite3_file* file, int flags, int* given) {
    return layer::open(below, name, file, flags, given, methods);
}

}  // namespace adapters::embedded::sqlite
