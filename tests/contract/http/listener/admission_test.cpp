// Who gets in when too many want to, and what a listener gives to those who are in.
#include "tests/contract/http/listener/listener_room.hpp"

#include <boost/system/system_error.hpp>
#include <gtest/gtest.h>

#include <arpa/inet.h>
#include <array>
#include <sys/socket.h>
#include <unistd.h>

namespace {

using namespace tests::contract::http;
using listening::refusal_reason;
using std::chrono::milliseconds;

constexpr std::string_view svb = "00000099100000001000";

// Connects and says nothing.
class silent_peer {
public:
    explicit silent_peer(std::uint16_t port) : socket_{::socket(AF_INET, SOCK_STREAM, 0)} {
        sockaddr_in where{};
        where.sin_family = AF_INET;
        where.sin_port = htons(port);
        where.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        connected_ =
            ::connect(socket_, reinterpret_cast<const sockaddr*>(&where), sizeof where) == 0;
    }
    silent_peer(const silent_peer&) = delete;
    silent_peer& operator=(const silent_peer&) = delete;
    ~silent_peer() { ::close(socket_); }

    // Blocks until the other side has gone.
    void wait_for_end() const {
        std::array<char, 16> ignored{};
        while (connected_ && ::recv(socket_, ignored.data(), ignored.size(), 0) > 0) {
        }
    }

private:
    int socket_;
    bool connected_ = false;
};

TEST(admission, shares_its_port_with_no_other_listener) {
    const listener_room first;
    listening::listener_options options;
    options.port = first.listener->port();
    EXPECT_THROW(listener_room{std::move(options)}, boost::system::system_error);
    EXPECT_EQ(first.outcome(first.as("svb")), "200");
}

TEST(admission, of_one_address_is_bounded_before_tls) {
    listening::listener_options options;
    options.limits.per_address = {1, 2};
    listener_room room{options};
    const auto first = room.connect("svb");
    const auto second = room.connect("uwv");
    EXPECT_EQ(short_form(first->ask(get_something)), "200 ");
    silent_peer{room.listener->port()}.wait_for_end();
    EXPECT_GE(room.listener->metrics().count_of(refusal_reason::address), 1U);
    EXPECT_EQ(short_form(second->ask(get_something)), "200 ");
}

TEST(admission, makes_silent_strangers_give_way) {
    listening::listener_options options;
    options.limits.strangers = 2;
    listener_room room{options};
    const silent_peer one{room.listener->port()};
    const silent_peer another{room.listener->port()};
    for (auto visit = 0; visit < 4; ++visit) {
        EXPECT_EQ(room.outcome(room.as("svb")), "200");
    }
}

TEST(admission, does_not_count_who_is_in_among_the_strangers) {
    listening::listener_options options;
    options.limits.strangers = 2;
    listener_room room{options};
    std::vector<std::unique_ptr<client>> all;
    for (auto index = 0; index < 6; ++index) {
        all.push_back(room.connect("svb"));
        EXPECT_EQ(short_form(all.back()->ask(get_something)), "200 ");
    }
    EXPECT_EQ(short_form(all.front()->ask(get_something)), "200 ");
    EXPECT_EQ(room.listener->metrics().count_of(refusal_reason::displaced), 0U);
}

TEST(admission, lets_no_faulty_certificate_take_an_organisations_place) {
    listening::listener_options options;
    options.limits.connections_per_organisation = 1;
    listener_room room{options};
    const auto stolen = room.connect("fout/ingetrokken");
    EXPECT_EQ(short_form(stolen->ask(get_something)), "403 certificaat_ingetrokken");
    EXPECT_EQ(room.outcome(room.as("svb")), "200");
}

TEST(admission, ends_a_connection_too_many_that_asks_nothing) {
    listening::listener_options options;
    options.limits.connections_per_organisation = 1;
    listener_room room{options};
    const auto first = room.connect("svb");
    EXPECT_EQ(short_form(first->ask(get_something)), "200 ");
    EXPECT_TRUE(room.connect("svb")->ends_properly());
    EXPECT_EQ(room.listener->metrics().count_of(refusal_reason::organisation_connections), 1U);
}

TEST(admission, follows_an_organisations_own_limits) {
    listener_room room;
    room.standings.set(svb, {.refused = {}, .connections = 1, .requests_per_minute = 1});
    const auto one = room.connect("svb");
    EXPECT_EQ(short_form(one->ask(get_something)), "200 ");
    EXPECT_EQ(room.outcome(room.as("svb")), "503 te_veel_verbindingen");
    EXPECT_EQ(room.outcome(room.as("uwv")), "200");
}

TEST(admission, answers_429_to_who_asks_too_fast_and_keeps_the_connection) {
    listener_room room;
    room.standings.set(svb, {.refused = {}, .connections = 9, .requests_per_minute = 1});
    const auto one = room.connect("svb");
    EXPECT_EQ(short_form(one->ask(post("een"))), "200 ");
    const auto late = one->ask(post("twee"));
    ASSERT_EQ(short_form(late), "429 te_veel_aanvragen");
    EXPECT_EQ(late->headers.at("content-type"), "application/problem+json");
    EXPECT_GE(std::stoi(late->headers.at("retry-after")), 1);
    EXPECT_LE(std::stoi(late->headers.at("retry-after")), 60);
    EXPECT_EQ(late->headers.count("connection"), 0U);
    // Another connection of the same organisation fares the same; another organisation does not.
    EXPECT_EQ(room.outcome(room.as("svb")), "429 te_veel_aanvragen");
    EXPECT_EQ(room.outcome(room.as("uwv")), "200");
    EXPECT_EQ(room.listener->metrics().count_of(refusal_reason::organisation_requests), 2U);
}

TEST(admission, gives_no_fresh_allowance_to_who_comes_again) {
    listener_room room;
    room.standings.set(svb, {.refused = {}, .connections = 9, .requests_per_minute = 1});
    EXPECT_EQ(room.outcome(room.as("svb")), "200");
    EXPECT_EQ(room.outcome(room.as("svb")), "429 te_veel_aanvragen");
}

TEST(admission, of_a_new_limit_holds_for_open_connections) {
    listener_room room;
    const auto one = room.connect("svb");
    EXPECT_EQ(short_form(one->ask(get_something)), "200 ");
    room.standings.set(svb, {.refused = {}, .connections = 9, .requests_per_minute = 1});
    room.reload(room.believed);
    EXPECT_EQ(room.outcome(room.as("svb")), "200");
    EXPECT_EQ(short_form(one->ask(get_something)), "429 te_veel_aanvragen");
}

}  // namespace
