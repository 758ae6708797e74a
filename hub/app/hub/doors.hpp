// The listeners and what answers behind each: organisations, operators, internal roles, and the
// open one.
#pragma once

#include "adapters/configuration/configuration.hpp"
#include "adapters/http/api/api.hpp"
#include "adapters/http/console/console.hpp"
#include "adapters/http/internal/internal.hpp"
#include "adapters/http/listener/listener.hpp"
#include "hub/app/hub/door_keys.hpp"
#include "hub/ports/clock.hpp"
#include "hub/ports/telemetry.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <vector>

namespace hub::app {

// Binds in the constructor, which throws boost::system::system_error when a port is taken.
// Everything given outlives it.
class doors {
public:
    doors(
        const adapters::configuration::configuration& how,
        adapters::http::api::parts api,
        adapters::http::console::parts console,
        adapters::http::internal::parts internal,
        const door_keys& keys,
        const adapters::http::listener::organisation_standings& table,
        const ports::clock& clock,
        adapters::http::listener::event_log& events,
        std::vector<boost::asio::any_io_executor> loops
    );

    void open();
    // Before open(): nobody else comes in yet.
    void open_to_operators();
    // After a change of keys or of organisations: open connections are judged again.
    void reload(const door_keys& keys);

    // Stops accepting and waits for what is in hand; gives how many connections had to be cut.
    [[nodiscard]] boost::asio::awaitable<std::size_t> close(std::chrono::milliseconds grace);

    // Brings what the listeners counted since the last call to the metrics.
    void report(ports::telemetry& to);

    // Writes the bound ports as JSON beside the data, for scripts that let the system choose them.
    void tell_ports(const std::filesystem::path& file) const;

private:
    using server = std::unique_ptr<adapters::http::listener::listener>;

    std::unique_ptr<adapters::http::api::server> api_;
    std::unique_ptr<adapters::http::api::server> open_api_;
    std::unique_ptr<adapters::http::console::server> console_;
    std::unique_ptr<adapters::http::internal::server> internal_api_;
    server main_;
    server operators_;
    // Null when they are switched off.
    server open_;
    server internal_;
    bool operators_came_ = false;

    // What was reported so far, over all listeners.
    struct totals {
        std::uint64_t completed = 0;
        std::uint64_t faulted = 0;
        std::uint64_t failed = 0;
        std::uint64_t open = 0;
        std::uint64_t resumed = 0;
        // By refusal_reason.
        std::array<std::uint64_t, adapters::http::listener::refusal_reasons> refused{};
    };
    [[nodiscard]] totals count() const;
    totals reported_;
};

}  // namespace hub::app
