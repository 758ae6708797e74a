// One measurement of a load in one form, or in several of which each has an equal share.
#pragma once

#include "tests/bench/exchange.hpp"
#include "tests/bench/form_messages.hpp"

#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <sys/types.h>
#include <vector>

namespace tests::bench {

struct form_load_options {
    tls_files tls;
    std::uint16_t port = 0;
    form_options messages_of;
    std::vector<form> forms;
    std::size_t connections = 64;
    // Of all forms together.
    std::uint32_t messages = 20'000;
    pacing pace;
    // For what the process has in hand afterwards.
    std::chrono::milliseconds patience{60'000};
    // The process that answers.
    pid_t process = 0;
};

struct form_result {
    std::vector<std::uint32_t> latencies_us;
    // Answers other than the form's, by status.
    std::map<int, std::uint64_t> refused;
};

struct form_load_report {
    // In the order of the options.
    std::vector<form> forms;
    std::vector<form_result> results;
    std::uint64_t unknown = 0;
    std::uint64_t given_up = 0;
    std::chrono::nanoseconds elapsed{};
    // From the first request until the process had nothing more to do.
    std::chrono::microseconds process_cpu{};

    // Everything was answered as its standard answers what is accepted.
    [[nodiscard]] bool right() const noexcept;
};

// Throws when the target cannot be reached.
[[nodiscard]] form_load_report run_form_load(const form_load_options& options);

// As one line of JSON.
[[nodiscard]] std::string to_json(form_load_report& report);

}  // namespace tests::bench
