// What the connections of one loop share.
#pragma once

#include "adapters/http/exchange/handler.hpp"
#include "adapters/http/listener/event_log.hpp"
#include "adapters/http/listener/metrics.hpp"
#include "adapters/http/listener/options.hpp"
#include "adapters/http/listener/organisation_count.hpp"
#include "adapters/http/listener/trust.hpp"
#include "hub/ports/clock.hpp"
#include "hub/runtime/semaphore.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <array>
#include <chrono>
#include <list>
#include <memory>
#include <string>

namespace adapters::http::listener {

class connection;

// The same for all loops; outlives them.
struct listener_services {
    listener_services(
        listener_options chosen,
        exchange::handler& answers,
        const hub::ports::clock& time,
        event_log& log
    );

    listener_options options;
    exchange::handler& handler;
    const hub::ports::clock& clock;
    event_log& events;
    listener_metrics metrics;
    organisation_count organisations;
    std::string fixed_headers;
};

// Touched on its loop's thread only.
struct loop_services {
    loop_services(
        boost::asio::any_io_executor on,
        std::shared_ptr<listener_services> common,
        std::shared_ptr<const trust> trusted,
        std::size_t handshakes_at_once
    );

    // The date header, made anew once a second.
    [[nodiscard]] const std::string& date(hub::model::timestamp now);

    boost::asio::any_io_executor executor;
    std::shared_ptr<listener_services> shared;
    // Changes as a whole; connections notice at their next request.
    std::shared_ptr<const trust> believed;
    hub::runtime::semaphore handshakes;
    std::list<connection*> open;
    // Set once: connections finish the request in hand and go.
    bool draining = false;
    // Where TLS puts what it reads, before the connection takes it: idle ones hold no buffer.
    std::array<char, 16U * 1024U> scratch{};

private:
    std::chrono::sys_seconds dated_{};
    std::string date_;
};

}  // namespace adapters::http::listener
