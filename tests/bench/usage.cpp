#include "tests/bench/usage.hpp"

#include <fmt/format.h>
#include <fstream>
#include <poll.h>
#include <stdexcept>
#include <string>
#include <unistd.h>

namespace tests::bench {
namespace {

constexpr auto quiet_period = std::chrono::milliseconds{500};
// A waiting hub still makes keys and looks at its files.
constexpr auto quiet_use = std::chrono::milliseconds{20};

std::string read_proc(pid_t process, std::string_view file) {
    std::ifstream stream{fmt::format("/proc/{}/{}", process, file)};
    std::string text;
    if (!std::getline(stream, text)) {
        throw std::runtime_error{"the measured process is gone"};
    }
    return text;
}

}  // namespace

process_usage usage_of(pid_t process) {
    const auto stat = read_proc(process, "stat");
    // The name may hold anything but ends at the last parenthesis; utime and stime are the 14th and
    // 15th field of all.
    auto rest = stat.substr(stat.rfind(')') + 2);
    for (int skipped = 0; skipped < 11; ++skipped) {
        rest.erase(0, rest.find(' ') + 1);
    }
    std::size_t used = 0;
    const auto user = std::stoull(rest, &used);
    const auto system = std::stoull(rest.substr(used));
    const auto per_second = static_cast<std::uint64_t>(sysconf(_SC_CLK_TCK));
    const auto statm = read_proc(process, "statm");
    const auto pages = std::stoull(statm.substr(statm.find(' ')));
    return {
        .cpu = std::chrono::microseconds{(user + system) * 1'000'000 / per_second},
        .resident_bytes = pages * static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE)),
    };
}

void wait_until_idle(pid_t process, std::chrono::milliseconds patience) {
    auto left = patience;
    auto before = usage_of(process).cpu;
    while (left > std::chrono::milliseconds::zero()) {
        // There is no event to wait for across processes.
        poll(nullptr, 0, static_cast<int>(quiet_period.count()));
        left -= quiet_period;
        const auto now = usage_of(process).cpu;
        if (now - before <= quiet_use) {
            return;
        }
        before = now;
    }
}

}  // namespace tests::bench
