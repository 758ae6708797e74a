#include "tests/bench/flooding.hpp"

#include "tests/bench/exchange.hpp"
#include "tests/bench/tls.hpp"
#include "tests/bench/usage.hpp"

#include <openssl/ssl.h>

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <memory>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <optional>
#include <poll.h>
#include <stdexcept>
#include <string_view>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

namespace tests::bench {
namespace {

using namespace std::chrono_literals;

constexpr std::uint32_t first_address = 0x7F000101;
constexpr auto give_up = 10s;

void must(bool done, const char* what) {
    if (!done) {
        throw std::runtime_error{what};
    }
}

// Bound to the n-th address; closing it leaves nothing behind.
descriptor socket_from(std::size_t number, const flood_options& options, int kind) {
    descriptor result{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | kind, 0)};
    must(result.value() >= 0, "no socket: are there descriptors enough?");
    const int yes = 1;
    setsockopt(result.value(), IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &yes, sizeof yes);
    setsockopt(result.value(), IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    const linger at_once{.l_onoff = 1, .l_linger = 0};
    setsockopt(result.value(), SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    sockaddr_in from{};
    from.sin_family = AF_INET;
    from.sin_addr.s_addr =
        htonl(first_address + static_cast<std::uint32_t>(number % options.addresses));
    must(
        ::bind(result.value(), reinterpret_cast<const sockaddr*>(&from), sizeof from) == 0,
        "no such address"
    );
    return result;
}

bool connects(const descriptor& socket, std::uint16_t port) {
    sockaddr_in where{};
    where.sin_family = AF_INET;
    where.sin_port = htons(port);
    where.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return ::connect(socket.value(), reinterpret_cast<const sockaddr*>(&where), sizeof where) ==
               0 ||
           errno == EINPROGRESS;
}

// What a client says first; the server can't know that it has been said before.
std::string hello() {
    const std::unique_ptr<SSL_CTX, free_context> context{SSL_CTX_new(TLS_client_method())};
    SSL* const client = SSL_new(context.get());
    BIO* const out = BIO_new(BIO_s_mem());
    SSL_set_bio(client, BIO_new(BIO_s_mem()), out);
    SSL_set_connect_state(client);
    SSL_do_handshake(client);
    char* bytes = nullptr;
    const auto size = BIO_get_mem_data(out, &bytes);
    std::string result{bytes, static_cast<std::size_t>(size)};
    SSL_free(client);
    return result;
}

// Connections that never get in, each in one of a fixed number of slots.
class strangers {
public:
    strangers(const flood_options& options, stranger kind)
        : options_{options},
          greeting_{kind == stranger::greets ? hello() : std::string{}},
          epoll_{epoll_create1(EPOLL_CLOEXEC)},
          slots_(options.connections) {
        for (std::size_t slot = 0; slot < slots_.size(); ++slot) {
            free_.push_back(slot);
        }
    }

    flood_report run() {
        const auto began = steady::now();
        const auto cpu_before = usage_of(getpid()).cpu;
        const auto end = began + std::chrono::seconds{options_.seconds};
        for (auto now = began; now < end; now = steady::now()) {
            const auto due = static_cast<std::uint64_t>(
                std::chrono::duration<double>(now - began).count() *
                static_cast<double>(options_.rate)
            );
            while (report_.begun < due && !free_.empty()) {
                begin();
            }
            gather();
            give_up_old(now);
        }
        report_.own_cpu = usage_of(getpid()).cpu - cpu_before;
        return report_;
    }

private:
    struct one {
        descriptor socket{-1};
        steady::time_point begun;
        bool greeted = false;
    };

    void begin() {
        const auto slot = free_.back();
        free_.pop_back();
        auto& chosen = slots_[slot];
        chosen = one{socket_from(report_.begun, options_, SOCK_NONBLOCK), steady::now(), false};
        ++report_.begun;
        must(connects(chosen.socket, options_.port), "nobody listens");
        epoll_event event{};
        event.events = greeting_.empty() ? EPOLLIN : EPOLLIN | EPOLLOUT;
        event.data.u64 = slot;
        must(
            epoll_ctl(epoll_.value(), EPOLL_CTL_ADD, chosen.socket.value(), &event) == 0,
            "epoll does not take it"
        );
    }

    void gather() {
        std::array<epoll_event, 128> events{};
        const int ready =
            epoll_wait(epoll_.value(), events.data(), static_cast<int>(events.size()), 1);
        for (int index = 0; index < ready; ++index) {
            const auto& event = events.at(static_cast<std::size_t>(index));
            const auto slot = static_cast<std::size_t>(event.data.u64);
            if ((event.events & EPOLLOUT) != 0 && !slots_[slot].greeted) {
                greet(slot);
            } else if ((event.events & ~static_cast<std::uint32_t>(EPOLLOUT)) != 0) {
                end(slot);
            }
        }
    }

    void greet(std::size_t slot) {
        auto& chosen = slots_[slot];
        chosen.greeted = true;
        ::send(chosen.socket.value(), greeting_.data(), greeting_.size(), MSG_NOSIGNAL);
        epoll_event event{};
        event.events = EPOLLIN;
        event.data.u64 = slot;
        epoll_ctl(epoll_.value(), EPOLL_CTL_MOD, chosen.socket.value(), &event);
    }

    void end(std::size_t slot) {
        std::array<char, 512> said{};
        const auto bytes =
            ::recv(slots_[slot].socket.value(), said.data(), said.size(), MSG_DONTWAIT);
        ++(bytes > 0 ? report_.answered : report_.turned_away);
        leave(slot);
    }

    void leave(std::size_t slot) {
        slots_[slot].socket = descriptor{-1};
        free_.push_back(slot);
    }

    void give_up_old(steady::time_point now) {
        // Silent ones stay as long as they are let.
        if (greeting_.empty() || now < next_look_) {
            return;
        }
        next_look_ = now + 100ms;
        for (std::size_t slot = 0; slot < slots_.size(); ++slot) {
            if (slots_[slot].socket.value() >= 0 && now - slots_[slot].begun > give_up) {
                leave(slot);
            }
        }
    }

    const flood_options& options_;
    const std::string greeting_;
    descriptor epoll_;
    std::vector<one> slots_;
    std::vector<std::size_t> free_;
    steady::time_point next_look_{};
    flood_report report_;
};

struct free_session {
    void operator()(SSL_SESSION* session) const noexcept { SSL_SESSION_free(session); }
};
struct free_connection {
    void operator()(SSL* connection) const noexcept {
        SSL_set_shutdown(connection, SSL_SENT_SHUTDOWN | SSL_RECEIVED_SHUTDOWN);
        SSL_free(connection);
    }
};

// One party with a certificate, whose later connections resume the session of an earlier one.
class party {
public:
    party(const std::filesystem::path& certificate, const std::filesystem::path& roots) {
        auto key = certificate;
        key.replace_extension(".key");
        context_ = make_tls_context({certificate, key, roots}, tls_side::client);
    }

    // Null when the server does not let it in now.
    std::unique_ptr<SSL, free_connection> connect(int socket) {
        std::unique_ptr<SSL, free_connection> result{SSL_new(context_.get())};
        SSL_set_fd(result.get(), socket);
        if (session_) {
            SSL_set_session(result.get(), session_.get());
        }
        return SSL_connect(result.get()) == 1 ? std::move(result) : nullptr;
    }

    // After something was received: with TLS 1.3 the ticket comes then.
    void remember(SSL& connection) { session_.reset(SSL_get1_session(&connection)); }
    [[nodiscard]] bool knows_a_session() const noexcept { return session_ != nullptr; }

private:
    tls_context context_;
    std::unique_ptr<SSL_SESSION, free_session> session_;
};

std::string slow_bytes(slow_part part) {
    if (part == slow_part::nothing) {
        return {};
    }
    std::string result = "POST /v1/aanmeldingen HTTP/1.1\r\nHost: localhost\r\n";
    if (part == slow_part::body) {
        result += "Content-Type: application/json\r\nContent-Length: 2000\r\n\r\n";
    }
    return result;
}

// Connections that got in and then take their time.
class slow_senders {
public:
    slow_senders(const flood_options& options, slow_part part)
        : options_{options}, begin_{slow_bytes(part)}, slots_(options.connections) {
        for (const auto& certificate : options.certificates) {
            parties_.emplace_back(certificate, options.roots);
        }
    }

    void stand() {
        for (std::size_t slot = 0; slot < slots_.size(); ++slot) {
            open(slot);
        }
    }

    flood_report run() {
        const auto began = steady::now();
        const auto cpu_before = usage_of(getpid()).cpu;
        const auto end = began + std::chrono::seconds{options_.seconds};
        constexpr auto tick = 10ms;
        constexpr std::size_t ticks = 1s / tick;
        std::size_t at = 0;
        for (auto next = began + tick; next < end; next += tick, ++at) {
            for (auto slot = at % ticks; slot < slots_.size(); slot += ticks) {
                one_byte(slot);
            }
            const auto left =
                std::chrono::duration_cast<std::chrono::milliseconds>(next - steady::now());
            poll(nullptr, 0, static_cast<int>(std::max<std::int64_t>(0, left.count())));
        }
        report_.own_cpu = usage_of(getpid()).cpu - cpu_before;
        return report_;
    }

private:
    struct one {
        descriptor socket{-1};
        std::unique_ptr<SSL, free_connection> connection;
    };

    void open(std::size_t slot) {
        auto& chosen = slots_[slot];
        chosen.connection.reset();
        chosen.socket = socket_from(slot, options_, 0);
        ++report_.begun;
        const timeval patience{.tv_sec = 5, .tv_usec = 0};
        setsockopt(chosen.socket.value(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
        auto& who = parties_[slot % parties_.size()];
        must(connects(chosen.socket, options_.port), "nobody listens");
        chosen.connection = who.connect(chosen.socket.value());
        if (!chosen.connection) {
            ++report_.turned_away;
            return;
        }
        if (!who.knows_a_session()) {
            ask_once(*chosen.connection);
            who.remember(*chosen.connection);
        }
        fcntl(chosen.socket.value(), F_SETFL, O_NONBLOCK);
        if (!begin_.empty()) {
            SSL_write(chosen.connection.get(), begin_.data(), static_cast<int>(begin_.size()));
        }
    }

    static void ask_once(SSL& connection) {
        constexpr std::string_view question =
            "GET /v1/verbinding HTTP/1.1\r\nHost: localhost\r\n\r\n";
        std::array<char, 8192> answer{};
        SSL_write(&connection, question.data(), static_cast<int>(question.size()));
        SSL_read(&connection, answer.data(), static_cast<int>(answer.size()));
    }

    void one_byte(std::size_t slot) {
        auto& chosen = slots_[slot];
        if (!chosen.connection) {
            return open(slot);
        }
        std::array<char, 4096> answer{};
        const int got =
            SSL_read(chosen.connection.get(), answer.data(), static_cast<int>(answer.size()));
        report_.answered += got > 0 ? 1U : 0U;
        const bool stands =
            got <= 0 && SSL_get_error(chosen.connection.get(), got) == SSL_ERROR_WANT_READ;
        const bool sends = !begin_.empty();
        if (!stands || (sends && SSL_write(chosen.connection.get(), "x", 1) != 1)) {
            open(slot);
        }
    }

    const flood_options& options_;
    const std::string begin_;
    std::vector<party> parties_;
    std::vector<one> slots_;
    flood_report report_;
};

}  // namespace

flood_report flood_without_tls(const flood_options& options, stranger kind) {
    return strangers{options, kind}.run();
}

flood_report flood_slowly(const flood_options& options, slow_part part, void (*stands)()) {
    slow_senders senders{options, part};
    senders.stand();
    stands();
    return senders.run();
}

}  // namespace tests::bench
