// The VFS under every SQLite file of the hub: a WAL is written in one piece per commit, a database
// piece by piece during a checkpoint.
#pragma once

#include <string>

namespace adapters::embedded::sqlite {

// The name of a VFS on top of the one that is SQLite's default now; registered at the first call.
// Thread-safe. Throws start_failure when SQLite has none.
[[nodiscard]] std::string file_system();

}  // namespace adapters::embedded::sqlite
