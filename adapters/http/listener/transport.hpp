// One accepted socket with its TLS and its deadline.
#pragma once

#include "adapters/http/listener/loop_services.hpp"
#include "adapters/http/listener/tls_stream.hpp"
#include "adapters/http/listener/waiting_time.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace adapters::http::listener {

struct handshake_facts;

enum class arrival {
    bytes,
    // The peer has gone, or the connection is broken or cut.
    closed,
    // The deadline passed first.
    expired,
    // The listener is draining and nothing had come yet.
    dismissed,
};

enum class parting {
    // Reads on for a moment, so that what was sent is not destroyed by a reset.
    linger,
    at_once,
};

// Touched on its loop's thread only. The loop looks at the deadlines of all its connections now and
// then, so that a request costs no timer.
class transport {
public:
    using clock = std::chrono::steady_clock;

    transport(boost::asio::ip::tcp::socket socket, std::shared_ptr<loop_services> services);

    // For everything from now on, until the next call.
    void set_deadline(std::chrono::milliseconds from_now);
    [[nodiscard]] clock::time_point deadline() const noexcept { return deadline_; }
    void clear_deadline() noexcept { deadline_ = end_; }
    // No deadline reaches further from now on.
    void end_within(std::chrono::milliseconds from_now);
    // The same, and a connection between requests goes at once.
    void leave_within(std::chrono::milliseconds from_now);

    // Waits for the first bytes of a peer, before anything is spent on it.
    [[nodiscard]] boost::asio::awaitable<bool> spoken_to();
    // False when it failed, ended or took too long.
    [[nodiscard]] boost::asio::awaitable<bool>
    handshake(SSL_CTX& context, const std::shared_ptr<handshake_facts>& facts);

    enum class waiting { for_request, within_request };
    // Appends what has come. Between requests it gives way when the listener drains.
    [[nodiscard]] boost::asio::awaitable<arrival> read_more(std::string& to, waiting where);
    [[nodiscard]] boost::asio::awaitable<bool> write(std::string_view bytes);
    [[nodiscard]] boost::asio::awaitable<void> part(parting how);

    // By the loop. True when the deadline has passed: once per deadline.
    [[nodiscard]] bool expire(clock::time_point now);
    void dismiss();
    void cut();

    [[nodiscard]] bool is_cut() const noexcept { return cut_; }
    // Whether it is the peer's turn.
    [[nodiscard]] bool waits() const noexcept { return waiting_.is_going_on(); }
    // How long it has been so, in all.
    [[nodiscard]] clock::duration waited(clock::time_point now) const noexcept {
        return waiting_.total(now);
    }
    // Only after a handshake: its sessions can't be resumed from now on.
    void forget_session() noexcept;
    // After a failed handshake: a stable code for operators.
    [[nodiscard]] std::string_view failure() const noexcept;
    // Only after a handshake was begun.
    [[nodiscard]] tls_stream& tls() noexcept { return *tls_; }
    [[nodiscard]] std::string address() const;

private:
    [[nodiscard]] boost::asio::awaitable<bool> wait(io_state what);
    void acknowledge();
    [[nodiscard]] bool gives_way(waiting where) const noexcept;

    boost::asio::ip::tcp::socket socket_;
    std::shared_ptr<loop_services> services_;
    // Written to by OpenSSL while it verifies.
    std::shared_ptr<handshake_facts> facts_;
    std::optional<tls_stream> tls_;
    waiting_time waiting_;
    clock::time_point deadline_ = clock::time_point::max();
    clock::time_point end_ = clock::time_point::max();
    bool expired_ = false;
    bool idle_ = false;
    // It is to go as soon as it is between requests.
    bool dismissed_ = false;
    bool cut_ = false;
};

}  // namespace adapters::http::listener
