// Gathers what a commit writes to the WAL, so that it reaches the file in one write instead of two
// per page.
#pragma once

#include <sqlite3.h>

namespace adapters::embedded::sqlite {

// Of a WAL's entry in memory, with the file of the VFS below not counted.
[[nodiscard]] int wal_file_bytes() noexcept;

// As xOpen of a VFS, on top of that of the one below.
//
// With synchronous=FULL nobody is told of a frame before its commit was synced, and by then it has
// been written: other connections never miss one. A write that fails makes the sync fail, and with
// it the COMMIT that asked for it.
[[nodiscard]] int
open_wal_file(sqlite3_vfs& below, const char* name, sqlite3_file* file, int flags, int* given);

}  // namespace adapters::embedded::sqlite
