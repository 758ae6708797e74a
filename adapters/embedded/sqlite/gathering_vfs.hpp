// Gathers what a commit writes to the WAL, so that it reaches the file in one write instead of two
// per page.
#pragma once

#include <string>

namespace adapters::embedded::sqlite {

// The name of a VFS that does so on top of the one that is SQLite's default now; registered at the
// first call. Thread-safe. Throws start_failure when SQLite has none.
//
// With synchronous=FULL nobody is told of a frame before its commit was synced, and by then it has
// been written: other connections never miss one. A write that fails makes the sync fail, and with
// it the COMMIT that asked for it.
[[nodiscard]] std::string gathering_vfs();

}  // namespace adapters::embedded::sqlite
