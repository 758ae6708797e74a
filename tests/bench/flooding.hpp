// Attacks on the loopback address, as cheap for whoever makes them as they can be.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace tests::bench {

struct flood_options {
    std::uint16_t port = 0;
    int seconds = 10;
    // How many addresses of 127.0.1.0/24 it comes from.
    std::size_t addresses = 1;
    std::size_t connections = 256;
    // New connections a second, at most.
    std::size_t rate = 2'000;
    // Only for who gets in: PEM files, each with its key beside it, and the server's roots.
    std::vector<std::filesystem::path> certificates;
    std::filesystem::path roots;
};

struct flood_report {
    std::uint64_t begun = 0;
    // Those to whom the server said anything, and those whom it closed without a word.
    std::uint64_t answered = 0;
    std::uint64_t turned_away = 0;
    std::chrono::microseconds own_cpu{};
};

enum class stranger {
    // Connects and says nothing.
    silent,
    // Sends one and the same hello, and goes when the server has answered it with its own.
    greets,
};

// Throws when nobody listens.
[[nodiscard]] flood_report flood_without_tls(const flood_options& options, stranger kind);

// What is sent a byte a second, after the handshake; with nothing the connection only rests.
enum class slow_part { nothing, header, body };

// Over mutual TLS, sessions resumed; calls `stands` when all connections are there, and attacks
// from then on.
[[nodiscard]] flood_report
flood_slowly(const flood_options& options, slow_part part, void (*stands)());

}  // namespace tests::bench
