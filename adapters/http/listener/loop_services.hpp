// What the connections of one loop share.
#pragma once

#include "adapters/http/exchange/handler.hpp"
#include "adapters/http/listener/event_log.hpp"
#include "adapters/http/listener/handshake_share.hpp"
#include "adapters/http/listener/metrics.hpp"
#include "adapters/http/listener/options.hpp"
#include "adapters/http/listener/organisation_places.hpp"
#include "adapters/http/listener/standing.hpp"
#include "adapters/http/listener/trust.hpp"
#include "adapters/http/listener/verdict_memory.hpp"
#include "hub/ports/clock.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
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
        event_log& log,
        const organisation_standings* table
    );

    listener_options options;
    exchange::handler& handler;
    const hub::ports::clock& clock;
    event_log& events;
    // Null: nobody is refused for what the organisations' table says.
    const organisation_standings* standings;
    listener_metrics metrics;
    organisation_places organisations;
    address_limit addresses;
    std::string fixed_headers;
};

// Touched on its loop's thread only.
struct loop_services {
    loop_services(
        boost::asio::any_io_executor on,
        std::shared_ptr<listener_services> common,
        std::shared_ptr<const trust> trusted,
        std::size_t strangers_on_this_loop
    );

    // The date header, made anew once a second.
    [[nodiscard]] const std::string& date(hub::model::timestamp now);

    boost::asio::any_io_executor executor;
    std::shared_ptr<listener_services> shared;
    // Changes as a whole.
    std::shared_ptr<const trust> believed;
    // Counts changes of trust and of organisations: open connections are judged again after each.
    std::uint64_t changes = 0;
    verdict_memory verdicts;
    handshake_share handshakes;
    std::list<connection*> open;
    // Of the open ones, in order of coming.
    std::list<connection*> strangers;
    const std::size_t strangers_at_once;
    // Set once: connections finish the request in hand and go.
    bool draining = false;
    // Where TLS puts what it reads, before the connection takes it: idle ones hold no buffer.
    std::array<char, 16U * 1024U> scratch{};

private:
    std::chrono::sys_seconds dated_{};
    std::string date_;
};

}  // namespace adapters::http::listener
