// Keeps a second hub out of a data directory.
#pragma once

#include <filesystem>

namespace adapters::embedded {

// Taken before anything of it is opened. Released when the object goes or the process ends, however
// it ends.
class directory_lock {
public:
    // Makes the directory (mode 0700) when it is not there. Throws sqlite::start_failure when
    // another process holds it.
    explicit directory_lock(const std::filesystem::path& directory);
    ~directory_lock();
    directory_lock(const directory_lock&) = delete;
    directory_lock& operator=(const directory_lock&) = delete;

private:
    int file_ = -1;
};

}  // namespace adapters::embedded
