// What each organisation takes of a listener: connections and requests, over all loops.
#pragma once

#include "hub/model/oin.hpp"

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <unordered_map>

namespace adapters::http::listener {

// How fast one organisation may ask: a token bucket that holds what may come in ten seconds, kept
// as the one moment at which it is full again. Thread-safe, without locks.
class request_rate {
public:
    using clock = std::chrono::steady_clock;

    void limit(std::uint32_t per_minute) noexcept;
    // Zero when this request may be handled; else how long to wait.
    [[nodiscard]] clock::duration take(clock::time_point now) noexcept;
    [[nodiscard]] bool is_full(clock::time_point now) const noexcept;

private:
    std::atomic<clock::rep> interval_{0};
    std::atomic<clock::rep> full_at_{0};
};

// Thread-safe; touched when a connection comes, when it goes and at a change. Outlives its places.
class organisation_places {
public:
    struct usage {
        hub::model::oin who;
        std::size_t connections = 0;
        request_rate requests;
    };

    // One connection's place; gives it back when it goes.
    class place {
    public:
        place(organisation_places& owner, std::shared_ptr<usage> of) noexcept;
        place(place&& other) noexcept = default;
        place& operator=(place&&) = delete;
        ~place();

        [[nodiscard]] const hub::model::oin& who() const noexcept { return of_->who; }
        [[nodiscard]] request_rate& requests() noexcept { return of_->requests; }

    private:
        organisation_places& owner_;
        std::shared_ptr<usage> of_;
    };

    // Nothing when this organisation has as many connections as it may.
    [[nodiscard]] std::optional<place>
    enter(const hub::model::oin& who, std::size_t connections, std::uint32_t requests_per_minute);

private:
    void leave(usage& left) noexcept;
    void forget_idle();

    std::mutex changing_;
    std::unordered_map<hub::model::oin, std::shared_ptr<usage>> used_;
};

}  // namespace adapters::http::listener
