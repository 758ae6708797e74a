#include "adapters/http/listener/transport.hpp"

#include "adapters/http/listener/tls_context.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <ctime>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <utility>

namespace adapters::http::listener {
namespace asio = boost::asio;
namespace {

constexpr auto token = asio::as_tuple(asio::use_awaitable);
// What a parting connection swallows at most.
constexpr std::size_t swallow_limit = 4U * 1024U * 1024U;

// Of this thread: what others do meanwhile is not a handshake's cost.
std::chrono::nanoseconds processor_time() noexcept {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return std::chrono::seconds{now.tv_sec} + std::chrono::nanoseconds{now.tv_nsec};
}

}  // namespace

transport::transport(asio::ip::tcp::socket socket, std::shared_ptr<loop_services> services)
    : socket_{std::move(socket)}, services_{std::move(services)} {
    // A socket that has gone meanwhile fails at its first use; there is nothing to do about it
    // here.
    boost::system::error_code ignored;
    socket_.set_option(asio::ip::tcp::no_delay{true}, ignored);
    socket_.non_blocking(true, ignored);
}

void transport::set_deadline(std::chrono::milliseconds from_now) {
    expired_ = false;
    deadline_ = std::min(clock::now() + from_now, end_);
}

void transport::end_within(std::chrono::milliseconds from_now) {
    end_ = std::min(end_, clock::now() + from_now);
    deadline_ = std::min(deadline_, end_);
}

void transport::leave_within(std::chrono::milliseconds from_now) {
    end_within(from_now);
    dismissed_ = true;
    dismiss();
}

void transport::forget_session() noexcept {
    tls_->forget_session(facts_->resumed.get());
}

std::string_view transport::failure() const noexcept {
    if (!tls_) {
        return "tls_te_druk";
    }
    const auto code = tls_->failure();
    return code.empty() ? "tls_te_traag" : code;
}

std::string transport::address() const {
    boost::system::error_code error;
    const auto remote = socket_.remote_endpoint(error);
    if (error) {
        return {};
    }
    const auto address = remote.address();
    if (address.is_v6() && address.to_v6().is_v4_mapped()) {
        return asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6()).to_string();
    }
    return address.to_string();
}

// Whatever ends the wait from outside is a state first and a wake-up second: the wake-up may come
// while this connection is between two waits.
asio::awaitable<bool> transport::wait(io_state what) {
    if (cut_ || expired_) {
        co_return false;
    }
    const auto direction = what == io_state::want_write ? socket_.wait_write : socket_.wait_read;
    waiting_.begin(clock::now());
    const auto [error] = co_await socket_.async_wait(direction, token);
    waiting_.end(clock::now());
    co_return !error && !cut_ && !expired_;
}

asio::awaitable<bool> transport::spoken_to() {
    co_return co_await wait(io_state::want_read);
}

asio::awaitable<bool>
transport::handshake(SSL_CTX& context, const std::shared_ptr<handshake_facts>& facts) {
    facts_ = facts;
    for (;;) {
        const bool is_ours = co_await services_->handshakes.turn(deadline_);
        if (!is_ours || cut_ || expired_) {
            co_return false;
        }
        const auto began = processor_time();
        if (!tls_) {
            tls_.emplace(context, socket_.native_handle());
            bind_facts(tls_->native(), *facts_);
        }
        const auto state = tls_->handshake();
        services_->handshakes.spent(processor_time() - began);
        if (state == io_state::done) {
            acknowledge();
            co_return true;
        }
        if (state == io_state::closed || state == io_state::failed) {
            co_return false;
        }
        const bool woken = co_await wait(state);
        if (!woken) {
            co_return false;
        }
    }
}

// With a session of TLS 1.2 the client speaks last; without TCP_NODELAY its first request would
// wait 40 ms for an acknowledgement that the kernel puts off.
void transport::acknowledge() {
    auto& tls = tls_->native();
    if (SSL_session_reused(&tls) == 1 && SSL_version(&tls) == TLS1_2_VERSION) {
        const int on = 1;
        setsockopt(socket_.native_handle(), IPPROTO_TCP, TCP_QUICKACK, &on, sizeof on);
    }
}

bool transport::gives_way(waiting where) const noexcept {
    return where == waiting::for_request && (services_->draining || dismissed_);
}

asio::awaitable<arrival> transport::read_more(std::string& to, waiting where) {
    // Between requests nothing has come yet, nearly always: looking first costs a call of the kernel
    // and a buffer of OpenSSL's for nothing.
    bool looks = where != waiting::for_request || gives_way(where) || tls_->has_unread();
    for (;;) {
        auto& scratch = services_->scratch;
        const auto progress = looks ? tls_->read(scratch) : io_progress{io_state::want_read, 0};
        looks = true;
        if (progress.state == io_state::done) {
            to.append(scratch.data(), progress.bytes);
            co_return arrival::bytes;
        }
        if (progress.state == io_state::closed || progress.state == io_state::failed) {
            co_return arrival::closed;
        }
        if (gives_way(where)) {
            co_return arrival::dismissed;
        }
        if (where == waiting::for_request) {
            // Idle for long, perhaps: it holds no memory meanwhile.
            std::string{}.swap(to);
        }
        idle_ = where == waiting::for_request;
        const bool woken = co_await wait(progress.state);
        idle_ = false;
        if (expired_ && !cut_) {
            co_return arrival::expired;
        }
        if (!woken && !gives_way(where)) {
            co_return arrival::closed;
        }
    }
}

asio::awaitable<bool> transport::write(std::string_view bytes) {
    while (!bytes.empty()) {
        const auto progress = tls_->write(bytes);
        if (progress.state == io_state::done) {
            bytes.remove_prefix(progress.bytes);
            continue;
        }
        if (progress.state == io_state::closed || progress.state == io_state::failed) {
            co_return false;
        }
        const bool woken = co_await wait(progress.state);
        if (!woken) {
            co_return false;
        }
    }
    co_return true;
}

asio::awaitable<void> transport::part(parting how) {
    boost::system::error_code error;
    if (tls_) {
        tls_->close();
    }
    socket_.shutdown(socket_.shutdown_send, error);
    if (how == parting::linger && !error) {
        set_deadline(services_->shared->options.deadlines.linger);
        std::size_t swallowed = 0;
        while (swallowed < swallow_limit) {
            const auto bytes = socket_.read_some(asio::buffer(services_->scratch), error);
            swallowed += bytes;
            if (error == asio::error::would_block) {
                const bool woken = co_await wait(io_state::want_read);
                if (!woken) {
                    break;
                }
            } else if (error) {
                break;
            }
        }
    }
    clear_deadline();
    socket_.close(error);
}

bool transport::expire(clock::time_point now) {
    if (now < deadline_) {
        return false;
    }
    deadline_ = clock::time_point::max();
    expired_ = true;
    boost::system::error_code ignored;
    socket_.cancel(ignored);
    return true;
}

void transport::dismiss() {
    if (idle_) {
        boost::system::error_code ignored;
        socket_.cancel(ignored);
    }
}

void transport::cut() {
    cut_ = true;
    boost::system::error_code ignored;
    socket_.cancel(ignored);
}

}  // namespace adapters::http::listener
