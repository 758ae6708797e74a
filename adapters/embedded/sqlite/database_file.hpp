// Lets a checkpoint write its pages to the database piece by piece, each on the disk before the
// next: written all at once they keep the disk, and the commits that wait for it, for tens of
// milliseconds.
#pragma once

#include <sqlite3.h>

namespace adapters::embedded::sqlite {

// While one lives, what its thread writes to a database file is synced in pieces of this size. A
// sync that fails is the failure of the write.
class spread_writes {
public:
    static constexpr int piece_bytes = 1 << 20;

    spread_writes() noexcept;
    ~spread_writes();
    spread_writes(const spread_writes&) = delete;
    spread_writes& operator=(const spread_writes&) = delete;
};

// Of a database's entry in memory, with the file of the VFS below not counted.
[[nodiscard]] int database_file_bytes() noexcept;

// As xOpen of a VFS, on top of that of the one below.
[[nodiscard]] int
open_database_file(sqlite3_vfs& below, const char* name, sqlite3_file* file, int flags, int* given);

}  // namespace adapters::embedded::sqlite
