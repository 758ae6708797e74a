// What a process uses, as /proc tells it.
#pragma once

#include <chrono>
#include <cstdint>
#include <sys/types.h>

namespace tests::bench {

struct process_usage {
    // User and system time of all threads, in steps of the kernel's clock tick.
    std::chrono::microseconds cpu{};
    std::uint64_t resident_bytes = 0;
};

// Throws when there is no such process.
[[nodiscard]] process_usage usage_of(pid_t process);

// Until the process has hardly used the processor for a while, or patience is over: what it had in
// hand is then done.
void wait_until_idle(pid_t process, std::chrono::milliseconds patience);

}  // namespace tests::bench
