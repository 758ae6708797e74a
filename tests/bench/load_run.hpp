// One measurement: a number of connections over one or two threads, and the hub's use meanwhile.
#pragma once

#include "tests/bench/aanmelding.hpp"
#include "tests/bench/posting.hpp"
#include "tests/bench/rereading.hpp"
#include "tests/bench/usage.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tests::bench {

enum class target { hub, floor };

struct load_options {
    tls_files tls;
    std::uint16_t port = 0;
    target against = target::hub;
    aanmelding_options message;
    std::size_t connections = 64;
    std::size_t threads = 1;
    std::uint32_t messages = 20'000;
    pacing pace;
    // Of so many receipts one is verified in full, once the measurement is over.
    std::uint32_t sample_every = 1;
    // Of so many accepted messages the state of one is read again.
    std::size_t reread_every = 100;
    // How far each message has to come.
    stage until = stage::processed;
    // Without the delivery role there is none.
    bool postvak = true;
    std::chrono::milliseconds patience{60'000};
    // The process that answers.
    pid_t process = 0;
};

struct load_report {
    posting_result posted;
    std::chrono::nanoseconds elapsed{};
    std::uint64_t reconnected = 0;
    std::uint64_t given_up = 0;
    // From the first request until the process had nothing more to do.
    std::chrono::microseconds process_cpu{};
    std::chrono::microseconds own_cpu{};
    std::uint64_t resident_bytes = 0;
    std::uint64_t verified = 0;
    std::optional<std::string> first_fault;
    state_counts states;
    std::optional<postvak_counts> postvak;

    // Everything was accepted, every receipt right, nothing lost and nothing double.
    [[nodiscard]] bool right() const noexcept;
};

// Throws when the target cannot be reached or breaks off.
[[nodiscard]] load_report run_load(const load_options& options);

// As one line of JSON.
[[nodiscard]] std::string to_json(load_report& report);

}  // namespace tests::bench
