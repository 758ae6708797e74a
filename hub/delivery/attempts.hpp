// Decides what becomes of a message after an attempt to push it: taken, again later, or parked.
#pragma once

#include "hub/model/timestamp.hpp"
#include "hub/ports/delivery_form.hpp"
#include "hub/ports/push_channel.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

namespace hub::delivery {

struct attempt_options {
    std::chrono::milliseconds first_wait{1'000};
    std::chrono::milliseconds longest_wait{std::chrono::hours{1}};
    // A receiver may ask for more time than our own longest, within this.
    std::chrono::milliseconds longest_asked{std::chrono::hours{24}};
    // From the first attempt on.
    std::chrono::milliseconds park_after{std::chrono::hours{120}};
};

// How an attempt ended.
struct attempt_outcome {
    ports::receiver_said said = ports::receiver_said::later;
    // Why there was no answer.
    std::optional<ports::push_failure> failure;
    // The receiver has not given leave (CloudEvents' handshake).
    bool no_leave = false;
    std::optional<std::chrono::seconds> retry_after;
};

// What stands with the message already.
struct attempt_history {
    std::uint32_t attempts = 0;
    // Of the first attempt; the epoch when there was none.
    model::timestamp first_at{};
};

struct attempt_action {
    enum class kind { taken, again, park };
    kind what = kind::again;
    // Of again.
    model::timestamp next_at{};
    // Stable code; empty when it was taken.
    std::string code;
    // Nothing else goes there before next_at: it is the receiver, not the message.
    bool all_wait = false;
};

class attempts {
public:
    // Jitter gives a number in [0, 1); tests give a constant.
    using jitter_source = std::function<double()>;

    explicit attempts(attempt_options options);
    attempts(attempt_options options, jitter_source jitter);

    [[nodiscard]] attempt_action
    next(const attempt_outcome& outcome, const attempt_history& before, model::timestamp now) const;

private:
    [[nodiscard]] model::timestamp
    next_at(const attempt_outcome& outcome, std::uint32_t earlier, model::timestamp now) const;

    attempt_options options_;
    jitter_source jitter_;
};

// The codes of this file, for a message that parked because of its webhook.
[[nodiscard]] bool is_webhook_code(std::string_view code) noexcept;

}  // namespace hub::delivery
