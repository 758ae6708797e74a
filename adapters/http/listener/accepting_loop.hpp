// One loop's part of a listener: accepts connections, watches their deadlines and ends them.
#pragma once

#include "adapters/http/listener/loop_services.hpp"
#include "hub/runtime/task_group.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <cstddef>
#include <memory>

namespace adapters::http::listener {

enum class port_use {
    // The first loop of a listener: nobody else listens there.
    take,
    // The others share the port with it.
    join,
};

// Every member but the constructor is called on the loop's thread.
class accepting_loop {
public:
    // Binds and listens at once, with SO_REUSEPORT: the kernel divides connections over the loops.
    // Throws boost::system::system_error.
    accepting_loop(
        std::shared_ptr<loop_services> services,
        const boost::asio::ip::tcp::endpoint& where,
        port_use use
    );

    [[nodiscard]] boost::asio::ip::tcp::endpoint endpoint() const {
        return acceptor_.local_endpoint();
    }

    void start();
    void reload(std::shared_ptr<const trust> fresh);
    // No new connections; idle ones go, the others finish the request in hand.
    void stop_accepting();
    // Ends when every connection has: those that are late at the deadline are cut. Gives how many.
    [[nodiscard]] boost::asio::awaitable<std::size_t> finish(
        std::chrono::steady_clock::time_point deadline
    );

private:
    [[nodiscard]] boost::asio::awaitable<void> accept();
    [[nodiscard]] boost::asio::awaitable<void> watch_deadlines();
    [[nodiscard]] boost::asio::awaitable<void> wait_for_connections();
    void welcome(boost::asio::ip::tcp::socket socket);
    // Until there is room for one more stranger.
    [[nodiscard]] boost::asio::awaitable<void> make_room();
    [[nodiscard]] bool displace_a_stranger();
    [[nodiscard]] boost::asio::awaitable<void> reconsider_all();

    std::shared_ptr<loop_services> services_;
    boost::asio::ip::tcp::acceptor acceptor_;
    boost::asio::steady_timer tick_;
    bool finished_ = false;
    // Accepting and watching.
    hub::runtime::task_group own_;
    hub::runtime::task_group connections_;
};

}  // namespace adapters::http::listener
