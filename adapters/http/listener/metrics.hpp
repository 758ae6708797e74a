// What a listener counts; read by whoever makes metrics of it.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>

namespace adapters::http::listener {

// Why a connection or a request was refused before anyone looked at what it asks.
enum class refusal_reason {
    // Too many new connections from one address.
    address,
    // All places are taken.
    full,
    // A stranger had to make room for another.
    displaced,
    organisation_connections,
    organisation_requests,
};
inline constexpr std::size_t refusal_reasons = 5;

// Thread-safe, every member by itself.
struct listener_metrics {
    using counter = std::atomic<std::uint64_t>;

    // Handshakes completed with a certificate, or without one where none is required.
    counter handshakes_ok{0};
    // Completed, but the connection gets nothing but 403.
    counter handshakes_faulted{0};
    // Of the completed and the faulted ones, those that resumed a session.
    counter handshakes_resumed{0};
    // Ended with an alert, a timeout or the peer's going.
    counter handshakes_failed{0};
    counter connections_accepted{0};
    // By refusal_reason.
    std::array<counter, refusal_reasons> refusals{};
    counter connections_open{0};
    // Requests answered, by status - 100.
    std::array<counter, 500> answers{};
    // Headers refused by the precheck.
    counter malformed{0};
    // Connections cut by a deadline.
    counter timeouts{0};

    void refused(refusal_reason why) noexcept {
        refusals[static_cast<std::size_t>(why)].fetch_add(1, std::memory_order_relaxed);
    }
    [[nodiscard]] std::uint64_t count_of(refusal_reason why) const noexcept {
        return refusals[static_cast<std::size_t>(why)].load(std::memory_order_relaxed);
    }

    void answered(unsigned status) noexcept {
        if (status >= 100 && status < 600) {
            answers[status - 100].fetch_add(1, std::memory_order_relaxed);
        }
    }
};

}  // namespace adapters::http::listener
