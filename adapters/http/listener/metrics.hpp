// What a listener counts; read by whoever makes metrics of it.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>

namespace adapters::http::listener {

// Thread-safe, every member by itself.
struct listener_metrics {
    using counter = std::atomic<std::uint64_t>;

    // Handshakes completed with a certificate, or without one where none is required.
    counter handshakes_ok{0};
    // Completed, but the connection gets nothing but 403.
    counter handshakes_faulted{0};
    // Ended with an alert, a timeout or the peer's going.
    counter handshakes_failed{0};
    counter connections_accepted{0};
    // Closed at once because a limit was reached.
    counter connections_refused{0};
    counter connections_open{0};
    // Requests answered, by status - 100.
    std::array<counter, 500> answers{};
    // Headers refused by the precheck.
    counter malformed{0};
    // Connections cut by a deadline.
    counter timeouts{0};

    void answered(unsigned status) noexcept {
        if (status >= 100 && status < 600) {
            answers[status - 100].fetch_add(1, std::memory_order_relaxed);
        }
    }
};

}  // namespace adapters::http::listener
