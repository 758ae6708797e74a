// A server for HTTP/1.1 over mutual TLS: one loop per core, bounded in everything.
#pragma once

#include "adapters/http/exchange/handler.hpp"
#include "adapters/http/listener/event_log.hpp"
#include "adapters/http/listener/metrics.hpp"
#include "adapters/http/listener/options.hpp"
#include "adapters/http/listener/standing.hpp"
#include "adapters/http/listener/trust.hpp"
#include "hub/ports/clock.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace adapters::http::listener {

// Thread-safe. Goes before its loops do, and after drain() has returned or they run no more.
class listener {
public:
    virtual ~listener() = default;

    // The port that was bound.
    [[nodiscard]] virtual std::uint16_t port() const noexcept = 0;

    // Begins to accept; once. Until then connections wait in the kernel.
    virtual void start() = 0;

    // Trust or the organisations' table changed. New connections are judged by this from now on;
    // open ones are judged again at once, and those that are not believed any more end within
    // moments.
    virtual void reload(std::shared_ptr<const trust> fresh) = 0;

    // No new connections; idle ones are closed, the others finish the request in hand with
    // Connection: close.
    virtual void stop_accepting() = 0;

    // Stops accepting, waits at most `grace` for what is in hand, then cuts. Gives how many
    // connections were cut.
    [[nodiscard]] virtual boost::asio::awaitable<std::size_t> drain(std::chrono::milliseconds grace
    ) = 0;

    [[nodiscard]] virtual const listener_metrics& metrics() const noexcept = 0;
};

// What a listener needs besides its options; all of it outlives the listener's loops.
struct listener_parts {
    // One per loop, each run by one thread.
    std::vector<boost::asio::any_io_executor> loops;
    std::shared_ptr<const trust> believed;
    exchange::handler& handler;
    const hub::ports::clock& clock;
    event_log& events;
    // Null: nobody is refused for what the organisations' table says.
    const organisation_standings* standings = nullptr;
};

// Binds on every loop. Throws boost::system::system_error, also where another process listens on
// the port: connections are shared with none. From here on SIGPIPE is ignored in this process,
// because OpenSSL writes to sockets without saying otherwise.
[[nodiscard]] std::unique_ptr<listener>
create_listener(listener_options options, listener_parts parts);

}  // namespace adapters::http::listener
