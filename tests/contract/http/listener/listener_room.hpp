// A listener on a free port with the test PKI, a handler that echoes, and what it told operators.
#pragma once

#include "adapters/http/exchange/router.hpp"
#include "adapters/http/listener/listener.hpp"
#include "hub/ports/clock.hpp"
#include "hub/runtime/bell.hpp"
#include "hub/runtime/loops.hpp"
#include "tests/support/tls/tls_client.hpp"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace tests::contract::http {

namespace listening = adapters::http::listener;
using tests::support::tls::answer;
using tests::support::tls::client;
using tests::support::tls::client_options;

// The real time, moved by what a test says.
class moved_clock final : public hub::ports::clock {
public:
    [[nodiscard]] hub::model::timestamp now() const noexcept override {
        const auto real = std::chrono::system_clock::now() + std::chrono::seconds{moved_};
        return std::chrono::floor<std::chrono::microseconds>(real);
    }
    void move(std::chrono::seconds by) noexcept { moved_ += by.count(); }

private:
    std::atomic<std::int64_t> moved_ = 0;
};

// Lets everyone in within the limits of the options, but for what a test says. Thread-safe.
class changed_standings final : public listening::organisation_standings {
public:
    explicit changed_standings(const listening::connection_limits& limits) : limits_{limits} {}

    void set(std::string_view oin, listening::standing what);
    void refuse(std::string_view oin, std::string_view code);
    void refuse_from(std::string_view oin, hub::model::timestamp from);
    void admit(std::string_view oin);

    [[nodiscard]] listening::standing
    of(const hub::model::oin& certificate, hub::model::timestamp now) const override;

private:
    struct said {
        listening::standing what;
        hub::model::timestamp from;
    };

    const listening::connection_limits limits_;
    mutable std::mutex changing_;
    std::map<std::string, said> said_;
};

class recording_event_log final : public listening::event_log {
public:
    void refused(const listening::refused_connection& what) noexcept override;
    void failed(std::string_view route, std::string_view correlation_id) noexcept override;

    // Waits until something is there: a line may come after the client has its answer.
    [[nodiscard]] std::vector<std::string> lines();

private:
    void add(std::string line);
    std::mutex changing_;
    std::condition_variable changed_;
    std::vector<std::string> lines_;
};

[[nodiscard]] std::filesystem::path pki();
[[nodiscard]] listening::trust_options believing_pki();

class listener_room {
    // Before all that lives on them.
    hub::runtime::loops loops_{{.count = 2}};

public:
    explicit listener_room(listening::listener_options options = {});
    // With other trust than the test PKI's.
    listener_room(listening::listener_options options, const listening::trust_options& believed);
    listener_room(const listener_room&) = delete;
    listener_room& operator=(const listener_room&) = delete;
    // Drains.
    ~listener_room();

    // Options of a client with one of the PKI's certificates; empty for none.
    [[nodiscard]] client_options as(std::string_view certificate) const;
    [[nodiscard]] std::unique_ptr<client> connect(std::string_view certificate) const;
    // What a request with this certificate gets: "200", "403 code", "alert: …" or "closed".
    [[nodiscard]] std::string outcome(const client_options& options) const;

    // How many connections were cut.
    std::size_t drain(std::chrono::milliseconds grace);
    void reload(std::shared_ptr<const listening::trust> fresh);
    void wait_until_handling(int count);

    std::shared_ptr<const listening::trust> believed;
    moved_clock clock;
    recording_event_log events;
    changed_standings standings;
    hub::runtime::bell release;
    // Answers that were broken off halfway.
    std::atomic<int> broken_off = 0;
    std::unique_ptr<listening::listener> listener;

private:
    void add_routes();
    boost::asio::awaitable<adapters::http::exchange::response> break_off();
    boost::asio::awaitable<adapters::http::exchange::response> wait_for_release(
        adapters::http::exchange::request asked
    );

    adapters::http::exchange::router router_;
    std::atomic<int> handling_ = 0;
    bool drained_ = false;
};

inline constexpr std::string_view get_connection =
    "GET /v1/verbinding HTTP/1.1\r\nHost: localhost\r\n\r\n";
inline constexpr std::string_view get_something =
    "GET /v1/iets HTTP/1.1\r\nHost: localhost\r\n\r\n";

// "200 code" without the rest; "nothing" when the connection ended instead.
[[nodiscard]] std::string short_form(const std::optional<answer>& one);

// A POST to the echo with this body.
[[nodiscard]] std::string post(std::string_view body, std::string_view extra_headers = {});

}  // namespace tests::contract::http
