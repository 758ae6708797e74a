// Reads back what was accepted: the state of each message, and the statuses in the sender's
// postvak.
#pragma once

#include "tests/bench/aanmelding.hpp"
#include "tests/bench/exchange.hpp"
#include "tests/bench/posting.hpp"

#include <cstdint>
#include <span>
#include <string>

namespace tests::bench {

struct state_counts {
    std::uint64_t asked = 0;
    // Those that came as far as was waited for.
    std::uint64_t reached = 0;
    // Known by the hub under the sender's own id, but not yet that far.
    std::uint64_t unfinished = 0;
    // Not found, or not what was sent.
    std::uint64_t lost = 0;
};

// How far a message is, in this order.
enum class stage { accepted, published, processed };

struct reread_options {
    // Of so many accepted messages one is asked for.
    std::size_t every = 100;
    stage until = stage::processed;
    // How long to wait for what is not that far yet.
    std::chrono::milliseconds patience{30'000};
};

// GET /v1/inzendingen/{id}, until all asked for are that far or patience is over.
[[nodiscard]] state_counts reread_states(
    exchange& connections,
    const aanmelding_template& message,
    std::span<const accepted_message> accepted,
    const reread_options& options
);

struct postvak_counts {
    // Accepted messages with exactly one status 'verwerkt'.
    std::uint64_t once = 0;
    std::uint64_t missing = 0;
    std::uint64_t doubled = 0;
    // Pages were read again because something was missing.
    std::uint64_t read_again = 0;
};

// Pages through the sender's postvak, until every message has its status or patience is over.
[[nodiscard]] postvak_counts reread_postvak(
    exchange& connections,
    const std::string& sender_oin,
    std::span<const accepted_message> accepted,
    std::chrono::milliseconds patience
);

// One GET; throws unless it is answered with 200.
[[nodiscard]] std::string fetch(exchange& connections, const std::string& path);

}  // namespace tests::bench
