// Preloaded into the hub, lets what it writes to the WALs of its files fail, as the byte says that
// stands in the file named by PMM_DISK_FAULT, which a test changes while the hub runs: 's' for
// syncs that fail with EIO, 'f' and 'r' for writes to a full and to a read-only disk.
//
// A sync that fails may have kept everything, as here, or nothing: the disk of faulty_disk.hpp
// forgets, for stores by themselves. This one is for the whole program.
#include <array>
#include <atomic>
#include <cerrno>
#include <cstddef>
#include <cstdlib>
#include <fcntl.h>
#include <string>
#include <string_view>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace {

// Empty until the program itself runs.
std::atomic<const std::atomic<char>*> fault{nullptr};

[[gnu::constructor]] void find_fault() {
    const char* path = std::getenv("PMM_DISK_FAULT");
    const int file = path == nullptr ? -1 : ::open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0) {
        return;
    }
    void* const there = ::mmap(nullptr, sizeof(char), PROT_READ, MAP_SHARED, file, 0);
    ::close(file);
    if (there != MAP_FAILED) {
        fault = static_cast<const std::atomic<char>*>(there);
    }
}

char fault_now() {
    const auto* const found = fault.load();
    return found == nullptr ? '\0' : found->load();
}

bool is_wal(int file) {
    std::array<char, 4096> name{};
    const auto link = "/proc/self/fd/" + std::to_string(file);
    const auto length = ::readlink(link.c_str(), name.data(), name.size());
    return length > 0 &&
           std::string_view{name.data(), static_cast<std::size_t>(length)}.ends_with("-wal");
}

// What a write to this file fails with; 0 when it doesn't.
int write_error(int file) {
    const char now = fault_now();
    if ((now != 'f' && now != 'r') || !is_wal(file)) {
        return 0;
    }
    return now == 'f' ? ENOSPC : EROFS;
}

bool sync_fails(int file) {
    return fault_now() == 's' && is_wal(file);
}

}  // namespace

extern "C" {

int fsync(int file) {
    if (sync_fails(file)) {
        errno = EIO;
        return -1;
    }
    return static_cast<int>(::syscall(SYS_fsync, file));
}

int fdatasync(int file) {
    if (sync_fails(file)) {
        errno = EIO;
        return -1;
    }
    return static_cast<int>(::syscall(SYS_fdatasync, file));
}

ssize_t write(int file, const void* from, size_t count) {
    if (const int error = write_error(file)) {
        errno = error;
        return -1;
    }
    return ::syscall(SYS_write, file, from, count);
}

ssize_t pwrite(int file, const void* from, size_t count, off_t at) {
    if (const int error = write_error(file)) {
        errno = error;
        return -1;
    }
    return ::syscall(SYS_pwrite64, file, from, count, at);
}

ssize_t pwrite64(int file, const void* from, size_t count, off64_t at) {
    return pwrite(file, from, count, at);
}
}
