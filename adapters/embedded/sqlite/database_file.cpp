#include "adapters/embedded/sqlite/database_file.hpp"

#include "adapters/embedded/sqlite/file_layer.hpp"

namespace adapters::embedded::sqlite {

namespace {

// SQLite calls a file's methods on the thread of its connection.
thread_local bool spreads = false;

struct unsynced {
    int bytes = 0;
};

using layer = file_layer<unsynced>;

int write(sqlite3_file* file, const void* bytes, int size, sqlite3_int64 offset) {
    const int code = layer::forward<&sqlite3_io_methods::xWrite>(file, bytes, size, offset);
    if (code != SQLITE_OK || !spreads) {
        return code;
    }
    auto& written = layer::of(file).state.bytes;
    written += size;
    if (written < spread_writes::piece_bytes) {
        return SQLITE_OK;
    }
    written = 0;
    return layer::forward<&sqlite3_io_methods::xSync>(file, SQLITE_SYNC_NORMAL);
}

void barrier(sqlite3_file* file) {
    layer::forward<&sqlite3_io_methods::xShmBarrier>(file);
}

constexpr sqlite3_io_methods make_methods() {
    sqlite3_io_methods methods{};
    // With shared memory for a WAL, without mapping the file.
    methods.iVersion = 2;
    methods.xClose = layer::close;
    methods.xRead = layer::forward<&sqlite3_io_methods::xRead, void*, int, sqlite3_int64>;
    methods.xWrite = write;
    methods.xTruncate = layer::forward<&sqlite3_io_methods::xTruncate, sqlite3_int64>;
    methods.xSync = layer::forward<&sqlite3_io_methods::xSync, int>;
    methods.xFileSize = layer::forward<&sqlite3_io_methods::xFileSize, sqlite3_int64*>;
    methods.xLock = layer::forward<&sqlite3_io_methods::xLock, int>;
    methods.xUnlock = layer::forward<&sqlite3_io_methods::xUnlock, int>;
    methods.xCheckReservedLock = layer::forward<&sqlite3_io_methods::xCheckReservedLock, int*>;
    methods.xFileControl = layer::forward<&sqlite3_io_methods::xFileControl, int, void*>;
    methods.xSectorSize = layer::forward<&sqlite3_io_methods::xSectorSize>;
    methods.xDeviceCharacteristics = layer::forward<&sqlite3_io_methods::xDeviceCharacteristics>;
    methods.xShmMap = layer::forward<&sqlite3_io_methods::xShmMap, int, int, int, void volatile**>;
    methods.xShmLock = layer::forward<&sqlite3_io_methods::xShmLock, int, int, int>;
    methods.xShmBarrier = barrier;
    methods.xShmUnmap = layer::forward<&sqlite3_io_methods::xShmUnmap, int>;
    return methods;
}

constexpr sqlite3_io_methods methods = make_methods();

}  // namespace

spread_writes::spread_writes() noexcept {
    spreads = true;
}

spread_writes::~spread_writes() {
    spreads = false;
}

int database_file_bytes() noexcept {
    return static_cast<int>(sizeof(layer));
}

int open_database_file(
    sqlite3_vfs& below,
    const char* name,
    sqlite3_file* file,
    int flags,
    int* given
) {
    return layer::open(below, name, file, flags, given, methods);
}

}  // namespace adapters::embedded::sqlite
