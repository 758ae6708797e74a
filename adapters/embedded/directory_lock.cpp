#include "adapters/embedded/directory_lock.hpp"

#include "adapters/embedded/sqlite/connection.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <system_error>
#include <unistd.h>

namespace adapters::embedded {

directory_lock::directory_lock(const std::filesystem::path& directory) {
    std::error_code error;
    if (std::filesystem::create_directories(directory, error)) {
        std::filesystem::permissions(directory, std::filesystem::perms::owner_all, error);
    }
    const auto path = directory / "slot";
    file_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (file_ < 0) {
        throw sqlite::start_failure{directory.string() + ": is not a directory one can write in"};
    }
    if (::flock(file_, LOCK_EX | LOCK_NB) != 0) {
        ::close(file_);
        throw sqlite::start_failure{
            directory.string() + ": is in use by another hub; stop that one first"};
    }
}

directory_lock::~directory_lock() {
    ::close(file_);
}

}  // namespace adapters::embedded
