// Preloaded into the hub, moves its time of day and nothing else: by the nanoseconds that stand, as
// eight bytes, in the file named by PMM_CLOCK_SHIFT, which a test changes while the hub runs.
//
// Whatever measures time that passes (timers, waits, the time since boot) stays the kernel's. A
// library that stands between a program and its timers too loses some of them: asio sets a timer
// that is due as an absolute one, long ago; with that time moved as well the kernel refuses it,
// asio never knows, and every later timer of that loop waits for it.
#include <atomic>
#include <cstdint>
#include <cstdlib>
#include <ctime>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <unistd.h>

namespace {

constexpr std::int64_t in_second = 1'000'000'000;

// Empty until the program itself runs: what asks the time before gets the machine's.
std::atomic<const std::atomic<std::int64_t>*> shift{nullptr};

[[gnu::constructor]] void find_shift() {
    const char* path = std::getenv("PMM_CLOCK_SHIFT");
    const int file = path == nullptr ? -1 : ::open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0) {
        return;
    }
    void* const there = ::mmap(nullptr, sizeof(std::int64_t), PROT_READ, MAP_SHARED, file, 0);
    ::close(file);
    if (there != MAP_FAILED) {
        shift = static_cast<const std::atomic<std::int64_t>*>(there);
    }
}

int kernel_time(clockid_t which, timespec* at) {
    return static_cast<int>(::syscall(SYS_clock_gettime, which, at));
}

void move(timespec* at) {
    const auto* const found = shift.load();
    const std::int64_t by = found == nullptr ? 0 : found->load();
    // The remainder of a shift back is below nothing.
    const std::int64_t nanoseconds = at->tv_nsec + by % in_second + in_second;
    at->tv_sec += by / in_second + nanoseconds / in_second - 1;
    at->tv_nsec = nanoseconds % in_second;
}

timespec time_of_day() {
    timespec at{};
    kernel_time(CLOCK_REALTIME, &at);
    move(&at);
    return at;
}

}  // namespace

extern "C" {

int clock_gettime(clockid_t which, timespec* at) noexcept {
    const int failed = kernel_time(which, at);
    if (failed == 0 && (which == CLOCK_REALTIME || which == CLOCK_REALTIME_COARSE)) {
        move(at);
    }
    return failed;
}

int gettimeofday(timeval* at, void*) noexcept {
    const timespec now = time_of_day();
    *at = {.tv_sec = now.tv_sec, .tv_usec = now.tv_nsec / 1000};
    return 0;
}

time_t time(time_t* at) noexcept {
    const time_t now = time_of_day().tv_sec;
    if (at != nullptr) {
        *at = now;
    }
    return now;
}

int timespec_get(timespec* at, int base) noexcept {
    *at = time_of_day();
    return base;
}
}
