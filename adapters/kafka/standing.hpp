// How one principal stands with the cluster: what troubles it now, in the words that operators
// read.
#pragma once

#include "adapters/kafka/errors.hpp"

#include <atomic>
#include <chrono>

namespace adapters::kafka {

// Thread-safe.
class standing {
public:
    // One connection failed and why; others may be fine, so this alone is no trouble yet.
    void hint(trouble why) noexcept {
        if (is_about_connecting(why)) {
            hint_ = why;
        }
    }

    // Nothing works, or a record failed. Being unreachable is told by its reason where one was
    // heard.
    void failed(trouble why) noexcept {
        const auto hinted = hint_.load();
        const auto meant = why == trouble::unreachable && hinted != trouble::none ? hinted : why;
        now_ = meant;
        last_ = meant;
        last_at_ = std::chrono::system_clock::now();
    }

    void succeeded() noexcept {
        if (now_ != trouble::none) {
            now_ = trouble::none;
            hint_ = trouble::none;
        }
    }

    [[nodiscard]] trouble now() const noexcept { return now_; }
    // What it was when it was last in trouble, and when; none when it never was.
    [[nodiscard]] trouble last() const noexcept { return last_; }
    [[nodiscard]] std::chrono::system_clock::time_point last_at() const noexcept {
        return last_at_;
    }

private:
    static constexpr bool is_about_connecting(trouble why) noexcept {
        return why == trouble::handshake_without_certificate ||
               why == trouble::handshake_unknown_issuer || why == trouble::handshake_expired ||
               why == trouble::broker_not_trusted || why == trouble::own_certificate_unreadable ||
               why == trouble::unreachable;
    }

    std::atomic<trouble> hint_{trouble::none};
    std::atomic<trouble> now_{trouble::none};
    std::atomic<trouble> last_{trouble::none};
    std::atomic<std::chrono::system_clock::time_point> last_at_{};
};

}  // namespace adapters::kafka
