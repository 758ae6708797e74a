// The floor under every number: a server that shakes hands, reads a request and answers a constant,
// with epoll and OpenSSL and nothing else.

#include "tests/bench/http_frame.hpp"
#include "tests/bench/tls.hpp"

#include <CLI/CLI.hpp>
#include <arpa/inet.h>
#include <array>
#include <csignal>
#include <cstring>
#include <fmt/format.h>
#include <iostream>
#include <netinet/in.h>
#include <stdexcept>
#include <string>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>
#include <unordered_map>
#include <vector>

namespace {

using namespace tests::bench;

constexpr int events_at_once = 64;
constexpr int backlog = 1024;

// As large as the hub's answer, and of the form that the load generator looks for.
std::string constant_answer() {
    const std::string id = "0199a000-0000-7000-8000-000000000000";
    const auto leaf = fmt::format(
        R"({{\"versie\":1,\"soort\":\"inzending\",\"omgeving\":\"ontwikkel\",\"inzending\":\"{}\","
        R"(\"vulling\":\"{}\"}})",
        id,
        std::string(560, 'x')
    );
    const auto body = fmt::format(
        R"({{"inzending":"{}","casusId":"{}","ontvangen":"2026-01-01T00:00:00.000000Z",)"
        R"("ontvangstbewijs":{{"versie":1,"zout":"{}","blad":"{}","index":0,"aantal":1,"pad":[],)"
        R"("hoofd":"ey{}.{}.{}"}}}})",
        id,
        id,
        std::string(43, 'x'),
        leaf,
        std::string(180, 'x'),
        std::string(560, 'x'),
        std::string(86, 'x')
    );
    return fmt::format(
        "HTTP/1.1 201 Created\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{}",
        body.size(),
        body
    );
}

void must(bool right, const char* what) {
    if (!right) {
        throw std::runtime_error{what};
    }
}

// Every loop listens for itself on the same port; the kernel spreads the connections.
descriptor listen_on(std::uint16_t port) {
    descriptor socket{::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)};
    const int yes = 1;
    setsockopt(socket.value(), SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    setsockopt(socket.value(), SOL_SOCKET, SO_REUSEPORT, &yes, sizeof yes);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    sockaddr generic{};
    std::memcpy(&generic, &address, sizeof generic);
    must(::bind(socket.value(), &generic, sizeof generic) == 0, "the port is taken");
    must(::listen(socket.value(), backlog) == 0, "no listening socket");
    return socket;
}

std::uint16_t port_of(const descriptor& socket) {
    sockaddr generic{};
    socklen_t length = sizeof generic;
    must(getsockname(socket.value(), &generic, &length) == 0, "no port");
    sockaddr_in address{};
    std::memcpy(&address, &generic, sizeof address);
    return ntohs(address.sin_port);
}

class loop {
public:
    loop(SSL_CTX& context, descriptor listening, std::string_view answer)
        : context_{context}, listening_{std::move(listening)}, answer_{answer} {
        watch(EPOLL_CTL_ADD, listening_.value(), EPOLLIN);
    }

    void run() {
        std::array<epoll_event, events_at_once> events{};
        while (true) {
            const int ready = epoll_wait(epoll_.value(), events.data(), events_at_once, -1);
            for (int i = 0; i < ready; ++i) {
                const auto& event = events.at(static_cast<std::size_t>(i));
                if (event.data.fd == listening_.value()) {
                    accept();
                } else if (!serve(event.data.fd)) {
                    sessions_.erase(event.data.fd);
                }
            }
        }
    }

private:
    struct client {
        tls_connection connection;
        http_frame frame;
        std::string_view unsent;
        bool shaken = false;
    };

    void watch(int operation, int socket, std::uint32_t events) {
        epoll_event event{};
        event.events = events;
        event.data.fd = socket;
        must(epoll_ctl(epoll_.value(), operation, socket, &event) == 0, "epoll does not take it");
    }

    void accept() {
        while (true) {
            descriptor socket{
                ::accept4(listening_.value(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC)};
            if (socket.value() < 0) {
                return;
            }
            const int number = socket.value();
            tls_connection connection{context_, std::move(socket), tls_side::server};
            sessions_.insert_or_assign(number, client{std::move(connection), {}, {}, false});
            watch(EPOLL_CTL_ADD, number, EPOLLIN);
        }
    }

    // False when the connection is over.
    bool serve(int socket) {
        auto& session = sessions_.at(socket);
        if (!session.shaken) {
            const auto state = session.connection.handshake();
            if (state != progress::done) {
                return state != progress::closed;
            }
            session.shaken = true;
        }
        return write(session) && read(session);
    }

    bool read(client& session) {
        while (session.unsent.empty()) {
            const auto got = session.connection.read(session.frame.room());
            if (got.state != progress::done) {
                return got.state != progress::closed;
            }
            const auto state = session.frame.filled(got.bytes);
            if (state == frame_state::malformed) {
                return false;
            }
            if (state == frame_state::whole) {
                session.frame.take();
                session.unsent = answer_;
                if (!write(session)) {
                    return false;
                }
                if (!session.connection.has_pending()) {
                    return true;
                }
            }
        }
        return true;
    }

    bool write(client& session) {
        while (!session.unsent.empty()) {
            const auto done = session.connection.write(session.unsent);
            if (done.state == progress::closed) {
                return false;
            }
            if (done.state != progress::done) {
                watch(EPOLL_CTL_MOD, session.connection.socket(), EPOLLIN | EPOLLOUT);
                return true;
            }
            session.unsent.remove_prefix(done.bytes);
        }
        return true;
    }

    SSL_CTX& context_;
    descriptor listening_;
    const std::string_view answer_;
    descriptor epoll_{epoll_create1(EPOLL_CLOEXEC)};
    std::unordered_map<int, client> sessions_;
};

int serve(const tls_files& files, std::size_t threads, unsigned seconds) {
    // Whoever started it may be gone before it is told to end.
    alarm(seconds);
    const auto context = make_tls_context(files, tls_side::server);
    const auto answer = constant_answer();
    auto first = listen_on(0);
    const auto port = port_of(first);
    std::vector<std::jthread> others;
    for (std::size_t i = 1; i < threads; ++i) {
        others.emplace_back([&context, &answer, port] {
            loop{*context, listen_on(port), answer}.run();
        });
    }
    std::cout << port << std::endl;
    loop{*context, std::move(first), answer}.run();
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    CLI::App app{"Answers a constant to every request; says its port on the first line"};
    tls_files files;
    std::size_t threads = 2;
    unsigned seconds = 300;
    app.add_option("--certificate", files.certificate)->required();
    app.add_option("--key", files.key)->required();
    app.add_option("--roots", files.roots, "Of the clients")->required();
    app.add_option("--threads", threads)->check(CLI::Range(1, 16));
    app.add_option("--seconds", seconds, "Ends by itself after this long");
    CLI11_PARSE(app, argc, argv);
    try {
        return serve(files, threads, seconds);
    } catch (const std::exception& failure) {
        std::cerr << "floor: " << failure.what() << '\n';
        return 2;
    }
}
