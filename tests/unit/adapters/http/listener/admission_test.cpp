// How much an address and an organisation may take, and how handshakes take turns.
#include "adapters/http/listener/address_limit.hpp"
#include "adapters/http/listener/handshake_share.hpp"
#include "adapters/http/listener/organisation_places.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_future.hpp>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace {

using namespace adapters::http::listener;
using namespace std::chrono_literals;
using boost::asio::ip::make_address;

constexpr address_limit::clock::time_point start{std::chrono::hours{1}};

TEST(address_limit, gives_so_many_at_once_and_then_so_many_a_second) {
    address_limit limit{{10, 3}};
    const auto who = make_address("192.0.2.1");
    for (auto time = 0; time < 3; ++time) {
        EXPECT_TRUE(limit.take(who, start));
    }
    EXPECT_FALSE(limit.take(who, start));
    EXPECT_TRUE(limit.take(who, start + 100ms));
    EXPECT_FALSE(limit.take(who, start + 150ms));
    EXPECT_TRUE(limit.take(who, start + 200ms));
}

TEST(address_limit, leaves_other_addresses_alone) {
    address_limit limit{{1, 1}};
    EXPECT_TRUE(limit.take(make_address("192.0.2.1"), start));
    EXPECT_FALSE(limit.take(make_address("192.0.2.1"), start));
    EXPECT_TRUE(limit.take(make_address("192.0.2.2"), start));
}

TEST(address_limit, counts_a_network_of_ipv6_as_one) {
    address_limit limit{{1, 1}};
    EXPECT_TRUE(limit.take(make_address("2001:db8:1:2::1"), start));
    EXPECT_FALSE(limit.take(make_address("2001:db8:1:2:ffff::9"), start));
    EXPECT_TRUE(limit.take(make_address("2001:db8:1:3::1"), start));
}

TEST(address_limit, knows_ipv4_in_ipv6_as_itself) {
    address_limit limit{{1, 1}};
    EXPECT_TRUE(limit.take(make_address("::ffff:192.0.2.1"), start));
    EXPECT_FALSE(limit.take(make_address("192.0.2.1"), start));
    EXPECT_TRUE(limit.take(make_address("::ffff:192.0.2.2"), start));
}

TEST(address_limit, keeps_who_is_over_it_while_any_number_of_others_come) {
    address_limit limit{{1, 1'000}};
    const auto greedy = make_address("192.0.2.1");
    for (auto time = 0; time < 1'000; ++time) {
        EXPECT_TRUE(limit.take(greedy, start));
    }
    for (std::uint32_t other = 0; other < 100'000; ++other) {
        EXPECT_TRUE(limit.take(boost::asio::ip::address_v4{0x0A000000U + other}, start));
    }
    EXPECT_FALSE(limit.take(greedy, start));
}

constexpr request_rate::clock::time_point noon{std::chrono::hours{12}};

TEST(request_rate, holds_what_may_come_in_ten_seconds) {
    request_rate rate;
    rate.limit(60);
    for (auto time = 0; time < 10; ++time) {
        EXPECT_EQ(rate.take(noon), 0s);
    }
    EXPECT_EQ(rate.take(noon), 1s);
    EXPECT_FALSE(rate.is_full(noon + 9s));
    EXPECT_EQ(rate.take(noon + 1s), 0s);
    EXPECT_EQ(rate.take(noon + 1s), 1s);
    EXPECT_TRUE(rate.is_full(noon + 11s));
}

TEST(request_rate, lets_even_the_slowest_ask_once) {
    request_rate rate;
    rate.limit(1);
    EXPECT_EQ(rate.take(noon), 0s);
    EXPECT_EQ(rate.take(noon + 20s), 40s);
    EXPECT_EQ(rate.take(noon + 60s), 0s);
}

const auto svb = hub::model::oin::parse("00000099100000001000").value();
const auto uwv = hub::model::oin::parse("00000099100000002000").value();

TEST(organisation_places, are_given_back) {
    organisation_places places;
    auto first = places.enter(svb, 1, 60);
    EXPECT_TRUE(first);
    EXPECT_FALSE(places.enter(svb, 1, 60));
    EXPECT_TRUE(places.enter(uwv, 1, 60));
    first.reset();
    EXPECT_TRUE(places.enter(svb, 1, 60));
}

boost::asio::awaitable<void>
take_a_turn(handshake_share& share, std::vector<std::string>& said, std::string who) {
    const bool given = co_await share.turn(handshake_share::clock::now() + 10s);
    said.push_back(given ? who : "not " + who);
    // More than fits in one turn of the loop.
    share.spent(5ms);
}

TEST(handshake_share, lets_others_of_the_loop_go_between_two_handshakes) {
    boost::asio::io_context loop;
    handshake_share share{loop.get_executor(), 5};
    std::vector<std::string> said;
    for (const auto* const who : {"first", "second"}) {
        boost::asio::co_spawn(loop, take_a_turn(share, said, who), boost::asio::use_future);
    }
    boost::asio::post(loop, [&] { said.emplace_back("live"); });
    loop.run();
    EXPECT_EQ(said, (std::vector<std::string>{"first", "live", "second"}));
    EXPECT_EQ(share.waiting(), 0U);
}

boost::asio::awaitable<bool> come_too_late(handshake_share& share) {
    share.spent(5ms);
    co_return co_await share.turn(handshake_share::clock::now() - 1ms);
}

TEST(handshake_share, gives_up_at_the_deadline) {
    boost::asio::io_context loop;
    handshake_share share{loop.get_executor(), 5};
    auto got = boost::asio::co_spawn(loop, come_too_late(share), boost::asio::use_future);
    loop.run();
    EXPECT_FALSE(got.get());
}

}  // namespace
