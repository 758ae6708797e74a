// What consumers and listeners tell operators, written to the log and counted.
#pragma once

#include "adapters/http/listener/event_log.hpp"
#include "hub/instruments/consumer/events.hpp"
#include "hub/ports/clock.hpp"
#include "hub/ports/telemetry.hpp"
#include "hub/runtime/readiness.hpp"

#include <atomic>
#include <cstdint>

namespace hub::app {

// Thread-safe.
class consumer_log final : public instruments::consumer::events {
public:
    consumer_log(ports::telemetry& telemetry, runtime::readiness& readiness) noexcept
        : telemetry_{telemetry}, readiness_{readiness} {}

    void not_authentic(
        std::string_view consumer,
        const ports::position& where,
        std::optional<model::message_id> claimed,
        std::string_view code
    ) override;
    void parked(std::string_view consumer, std::string_view record_id, std::string_view code)
        override;
    void held(std::string_view consumer, model::message_id message) override;
    void failing(
        std::string_view consumer,
        const boost::system::error_code& why,
        std::uint32_t failures
    ) override;
    void stopped(std::string_view consumer, const boost::system::error_code& why) override;
    void resumed(std::string_view consumer) override;

private:
    ports::telemetry& telemetry_;
    runtime::readiness& readiness_;
};

// Thread-safe. Writes so many lines a second at most; how many were left out is told with the next.
class connection_log final : public adapters::http::listener::event_log {
public:
    explicit connection_log(const ports::clock& clock) noexcept : clock_{clock} {}

    void refused(const adapters::http::listener::refused_connection& what) noexcept override;
    void failed(std::string_view route, std::string_view correlation_id) noexcept override;

private:
    static constexpr std::uint32_t lines_per_second = 20;

    // How many were left out before this one; nothing when this one is to be left out as well.
    [[nodiscard]] std::optional<std::uint64_t> admit() noexcept;

    const ports::clock& clock_;
    std::atomic<std::int64_t> second_{0};
    std::atomic<std::uint32_t> lines_{0};
    std::atomic<std::uint64_t> left_out_{0};
};

}  // namespace hub::app
