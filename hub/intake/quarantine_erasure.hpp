// Erases what stayed in quarantine beyond its term: announced before, to its sender too, so many a
// day, and for ever.
#pragma once

#include "hub/intake/postvak_notices.hpp"
#include "hub/intake/quarantine.hpp"

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <cstddef>

namespace hub::intake {

struct erasure_options {
    // So long before, it is announced; nothing is erased that was not.
    std::chrono::seconds notice{std::chrono::hours{24 * 7}};
    // More in a day is a reason to look first.
    std::size_t most_a_day = 1000;
    // How long a row without content stays to be seen.
    std::chrono::seconds remembered{std::chrono::hours{24 * 90}};
    // Of one round.
    std::size_t batch = 100;
};

struct erasure_round {
    std::size_t announced = 0;
    std::size_t erased = 0;
};

// Not from two coroutines at once.
class quarantine_erasure {
public:
    // The parts and the notices must outlive it.
    quarantine_erasure(quarantine_parts parts, postvak_notices& notices, erasure_options options);

    // One round; to be called only while the clock can be trusted.
    [[nodiscard]] boost::asio::awaitable<erasure_round> sweep();

private:
    [[nodiscard]] boost::asio::awaitable<std::size_t> announce(model::timestamp now);
    [[nodiscard]] boost::asio::awaitable<std::size_t> erase(model::timestamp now);
    // References are to the caller's own frame, which waits for each of these.
    [[nodiscard]] ports::async_result<void>
    announce_one(const ports::quarantined& one, model::timestamp now);
    [[nodiscard]] ports::async_result<void>
    tell_sender(const ports::quarantined& one, model::timestamp erase_at);
    [[nodiscard]] ports::async_result<void>
    record(const ports::quarantined& one, std::string kind, model::timestamp erase_at);

    quarantine_parts parts_;
    postvak_notices& notices_;
    erasure_options options_;
};

}  // namespace hub::intake
