#include "adapters/http/listener/accepting_loop.hpp"

#include "adapters/http/listener/connection.hpp"
#include "hub/runtime/with_timeout.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/ip/v6_only.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>

#include <algorithm>
#include <cerrno>
#include <sys/socket.h>
#include <utility>
#include <vector>

namespace adapters::http::listener {
namespace asio = boost::asio;
using asio::ip::tcp;

namespace {

constexpr auto token = asio::as_tuple(asio::use_awaitable);
constexpr int backlog = 1024;
// After accept failed for want of descriptors or memory.
constexpr std::chrono::milliseconds pause_after_failure{100};
// Before looking again whether a stranger may make room.
constexpr std::chrono::milliseconds pause_when_full{5};
// How long a turn of the loop judges connections again.
constexpr std::chrono::milliseconds judging_time{2};

void share_port(tcp::acceptor& one) {
    const int on = 1;
    if (setsockopt(one.native_handle(), SOL_SOCKET, SO_REUSEPORT, &on, sizeof on) != 0) {
        throw boost::system::system_error{errno, boost::system::system_category()};
    }
}

tcp::acceptor
listen_at(const asio::any_io_executor& executor, const tcp::endpoint& where, port_use use) {
    tcp::acceptor result{executor, where.protocol()};
    result.set_option(tcp::acceptor::reuse_address{true});
    if (where.protocol() == tcp::v6()) {
        // "::" takes IPv4 along.
        result.set_option(asio::ip::v6_only{false});
    }
    if (use == port_use::join) {
        share_port(result);
        result.bind(where);
    } else {
        // Shared only once it is ours: who binds so finds any other listener in its way.
        result.bind(where);
        share_port(result);
    }
    result.listen(backlog);
    return result;
}

// How often deadlines are looked at: a fraction of the shortest.
std::chrono::milliseconds tick_of(const connection_deadlines& all) {
    const auto shortest =
        std::min({all.handshake, all.header, all.body, all.idle, all.write, all.handler, all.linger}
        );
    return std::clamp(shortest / 4, std::chrono::milliseconds{1}, std::chrono::milliseconds{250});
}

// Registered with the loop as long as it runs.
class registration {
public:
    registration(loop_services& where, connection& who)
        : where_{where}, place_{where.open.insert(where.open.end(), &who)} {
        where_.shared->metrics.connections_open.fetch_add(1, std::memory_order_relaxed);
    }
    registration(const registration&) = delete;
    registration& operator=(const registration&) = delete;
    ~registration() {
        where_.open.erase(place_);
        where_.shared->metrics.connections_open.fetch_sub(1, std::memory_order_relaxed);
    }

private:
    loop_services& where_;
    std::list<connection*>::iterator place_;
};

asio::awaitable<void>
serve(std::shared_ptr<loop_services> services, std::shared_ptr<connection> one) {
    const registration present{*services, *one};
    co_await one->run();
}

}  // namespace

accepting_loop::accepting_loop(
    std::shared_ptr<loop_services> services,
    const tcp::endpoint& where,
    port_use use
)
    : services_{std::move(services)},
      acceptor_{listen_at(services_->executor, where, use)},
      tick_{services_->executor},
      own_{services_->executor},
      connections_{services_->executor} {}

void accepting_loop::start() {
    own_.spawn(accept());
    own_.spawn(watch_deadlines());
}

asio::awaitable<void> accepting_loop::accept() {
    while (acceptor_.is_open()) {
        co_await make_room();
        if (!acceptor_.is_open()) {
            co_return;
        }
        auto [error, socket] = co_await acceptor_.async_accept(token);
        if (!acceptor_.is_open() || error == asio::error::operation_aborted) {
            co_return;
        }
        if (error) {
            asio::steady_timer pause{services_->executor, pause_after_failure};
            co_await pause.async_wait(token);
            continue;
        }
        welcome(std::move(socket));
    }
}

bool accepting_loop::displace_a_stranger() {
    const auto now = transport::clock::now();
    auto& strangers = services_->strangers;
    const auto found = std::find_if(strangers.begin(), strangers.end(), [now](const auto* one) {
        return one->may_be_displaced(now);
    });
    if (found == strangers.end()) {
        return false;
    }
    services_->shared->metrics.refused(refusal_reason::displaced);
    (*found)->displace();
    return true;
}

asio::awaitable<void> accepting_loop::make_room() {
    while (services_->strangers.size() >= services_->strangers_at_once && acceptor_.is_open()) {
        if (!displace_a_stranger()) {
            asio::steady_timer pause{services_->executor, pause_when_full};
            co_await pause.async_wait(token);
        }
    }
}

void accepting_loop::welcome(tcp::socket socket) {
    auto& shared = *services_->shared;
    auto& metrics = shared.metrics;
    metrics.connections_accepted.fetch_add(1, std::memory_order_relaxed);
    boost::system::error_code error;
    const auto remote = socket.remote_endpoint(error);
    if (error) {
        return;
    }
    if (!shared.addresses.take(remote.address(), transport::clock::now())) {
        metrics.refused(refusal_reason::address);
        return;
    }
    if (metrics.connections_open.load(std::memory_order_relaxed) >=
        shared.options.limits.connections) {
        // Nothing is said: an answer would cost the handshake that there is no room for.
        metrics.refused(refusal_reason::full);
        return;
    }
    auto one = std::make_shared<connection>(std::move(socket), services_);
    auto& strangers = services_->strangers;
    one->is_stranger(strangers.insert(strangers.end(), one.get()));
    one->owned_by(connections_.spawn(serve(services_, one)));
}

asio::awaitable<void> accepting_loop::watch_deadlines() {
    const auto tick = tick_of(services_->shared->options.deadlines);
    while (!finished_) {
        tick_.expires_after(tick);
        co_await tick_.async_wait(token);
        const auto now = transport::clock::now();
        for (auto* const one : services_->open) {
            one->check_deadline(now);
        }
        // Certificates and lists expire by themselves.
        co_await reconsider_all();
    }
}

void accepting_loop::reload(std::shared_ptr<const trust> fresh) {
    services_->believed = std::move(fresh);
    ++services_->changes;
    own_.spawn(reconsider_all());
}

// In slices, each from the start: who has been judged costs next to nothing to pass, and a
// connection may have gone meanwhile.
asio::awaitable<void> accepting_loop::reconsider_all() {
    for (bool all = false; !all && !finished_;) {
        const auto end = transport::clock::now() + judging_time;
        const auto now = services_->shared->clock.now();
        all = std::ranges::all_of(services_->open, [now, end](connection* one) {
            one->reconsider(now);
            return transport::clock::now() < end;
        });
        if (!all) {
            co_await asio::post(services_->executor, token);
        }
    }
}

void accepting_loop::stop_accepting() {
    boost::system::error_code ignored;
    acceptor_.close(ignored);
    services_->draining = true;
    for (auto* const one : services_->open) {
        one->dismiss();
    }
}

asio::awaitable<void> accepting_loop::wait_for_connections() {
    co_await connections_.wait();
}

asio::awaitable<std::size_t> accepting_loop::finish(std::chrono::steady_clock::time_point deadline
) {
    stop_accepting();
    const auto left = deadline - std::chrono::steady_clock::now();
    std::size_t late = 0;
    const auto all_gone = co_await hub::runtime::with_timeout(wait_for_connections(), left);
    if (all_gone.has_error()) {
        late = connections_.size();
        // A copy: being cut may end a connection at once.
        const std::vector<connection*> open{services_->open.begin(), services_->open.end()};
        for (auto* const one : open) {
            one->cut();
        }
        co_await connections_.wait();
    }
    finished_ = true;
    tick_.cancel();
    co_await own_.wait();
    co_return late;
}

}  // namespace adapters::http::listener
