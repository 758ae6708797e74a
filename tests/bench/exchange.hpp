// Drives many kept connections from one thread: hands out requests, measures until each answer.
#pragma once

#include "tests/bench/http_frame.hpp"
#include "tests/bench/tls.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

namespace tests::bench {

using steady = std::chrono::steady_clock;

// What is asked and what is done with the answers; slots number the connections.
class exchange_job {
public:
    virtual ~exchange_job() = default;

    // A whole request, whose bytes stay until the slot's answer; empty when nothing is left to ask.
    [[nodiscard]] virtual std::string_view next(std::size_t slot) = 0;
    virtual void answered(std::size_t slot, const http_message& answer, std::uint32_t micros) = 0;
    // The connection ended before its answer came.
    virtual void broken(std::size_t slot) = 0;
};

struct pacing {
    // Requests per second at fixed moments (open loop); nothing: as fast as answers come (closed).
    std::optional<double> rate;
    // No new requests after this long.
    std::chrono::milliseconds send_for{30'000};
    // Answers that take longer than this after the last request are given up.
    std::chrono::milliseconds patience{10'000};
};

struct exchange_result {
    std::chrono::nanoseconds elapsed{};
    std::uint64_t reconnected = 0;
    std::uint64_t given_up = 0;
};

// Not thread-safe: one per thread.
class exchange {
public:
    // Opens all connections, shaken hands, before it returns. Throws when one fails.
    exchange(SSL_CTX& context, std::uint16_t port, std::size_t connections);
    ~exchange();

    // Until the job has nothing left and all has been answered. In the open loop a request's time
    // counts from the moment it should have been sent, also when no connection was free then.
    [[nodiscard]] exchange_result run(exchange_job& job, const pacing& pace);

private:
    struct slot;
    class round;

    SSL_CTX& context_;
    const std::uint16_t port_;
    descriptor epoll_;
    std::vector<std::unique_ptr<slot>> slots_;
};

}  // namespace tests::bench
