// Runs work in a child process that is killed in the middle of it.
#pragma once

#include <csignal>
#include <cstdint>
#include <functional>
#include <stdexcept>
#include <sys/wait.h>
#include <unistd.h>

namespace tests::support {

// The child calls work, which calls back with each number that it was told is durable. Once the
// parent has heard that many numbers it kills the child (SIGKILL) and returns the last number that
// the child said. Call it while the process has one thread.
inline std::uint32_t last_before_kill(
    std::uint32_t numbers,
    const std::function<void(const std::function<void(std::uint32_t)>& durable)>& work
) {
    int ends[2];
    if (::pipe(ends) != 0) {
        throw std::runtime_error{"no pipe"};
    }
    const auto child = ::fork();
    if (child < 0) {
        throw std::runtime_error{"no child"};
    }
    if (child == 0) {
        ::close(ends[0]);
        work([&](std::uint32_t number) {
            if (::write(ends[1], &number, sizeof number) != sizeof number) {
                ::_exit(1);
            }
        });
        ::_exit(0);
    }
    ::close(ends[1]);
    std::uint32_t last = 0;
    std::uint32_t heard = 0;
    while (heard < numbers && ::read(ends[0], &last, sizeof last) == sizeof last) {
        ++heard;
    }
    ::kill(child, SIGKILL);
    // What it said until then counts too.
    while (::read(ends[0], &last, sizeof last) == sizeof last) {
        ++heard;
    }
    ::close(ends[0]);
    ::waitpid(child, nullptr, 0);
    if (heard < numbers) {
        throw std::runtime_error{"the child ended before it was killed"};
    }
    return last;
}

}  // namespace tests::support
