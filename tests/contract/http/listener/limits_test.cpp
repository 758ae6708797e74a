// Limits in time and number, and the end.
#include "tests/contract/http/listener/listener_room.hpp"

#include <gtest/gtest.h>

namespace {

using namespace tests::contract::http;
using std::chrono::milliseconds;

TEST(deadline, of_a_header_answers_408) {
    listening::listener_options options;
    options.deadlines.header = milliseconds{20};
    listener_room room{options};
    const auto one = room.connect("svb");
    EXPECT_EQ(short_form(one->ask("GET /v1/ie")), "408 header_te_traag");
    EXPECT_TRUE(one->ends_properly());
    EXPECT_EQ(room.listener->metrics().timeouts, 1U);
}

TEST(deadline, of_a_body_answers_408) {
    listening::listener_options options;
    options.deadlines.body = milliseconds{20};
    listener_room room{options};
    const auto whole = post("hallo");
    EXPECT_EQ(
        short_form(room.connect("svb")->ask(whole.substr(0, whole.size() - 2))),
        "408 inhoud_te_traag"
    );
}

TEST(deadline, of_an_idle_connection_ends_it_without_a_word) {
    listening::listener_options options;
    options.deadlines.idle = milliseconds{20};
    listener_room room{options};
    const auto one = room.connect("svb");
    EXPECT_TRUE(one->ends_properly());
}

TEST(deadline, of_a_handler_cuts_the_connection) {
    listening::listener_options options;
    options.deadlines.handler = milliseconds{20};
    listener_room room{options};
    const auto one = room.connect("svb");
    EXPECT_EQ(short_form(one->ask("GET /v1/wacht HTTP/1.1\r\nHost: a\r\n\r\n")), "nothing");
}

TEST(limit, of_requests_closes_after_the_last) {
    listening::listener_options options;
    options.limits.requests_per_connection = 2;
    listener_room room{options};
    const auto one = room.connect("svb");
    EXPECT_EQ(one->ask(get_something)->headers.count("connection"), 0U);
    EXPECT_EQ(one->ask(get_something)->headers.at("connection"), "close");
    EXPECT_TRUE(one->ends_properly());
}

TEST(limit, of_connections_per_organisation_leaves_the_others_alone) {
    listening::listener_options options;
    options.limits.connections_per_organisation = 1;
    listener_room room{options};
    const auto first = room.connect("svb");
    EXPECT_EQ(short_form(first->ask(get_something)), "200 ");
    EXPECT_EQ(room.outcome(room.as("svb")), "503 te_veel_verbindingen");
    EXPECT_EQ(room.outcome(room.as("uwv")), "200");
    EXPECT_EQ(short_form(first->ask(get_something)), "200 ");
}

TEST(limit, of_connections_in_all_closes_at_once) {
    listening::listener_options options;
    options.limits.connections = 1;
    listener_room room{options};
    const auto first = room.connect("svb");
    EXPECT_EQ(short_form(first->ask(get_something)), "200 ");
    EXPECT_EQ(room.outcome(room.as("uwv")), "closed");
    EXPECT_EQ(room.listener->metrics().count_of(listening::refusal_reason::full), 1U);
}

TEST(limit, of_strangers_lets_all_in_one_after_the_other) {
    listening::listener_options options;
    options.limits.strangers = 1;
    listener_room room{options};
    std::vector<std::unique_ptr<client>> all;
    for (auto index = 0; index < 8; ++index) {
        all.push_back(room.connect("svb"));
    }
    for (const auto& one : all) {
        EXPECT_EQ(short_form(one->ask(get_something)), "200 ");
    }
}

TEST(drain, finishes_the_request_in_hand_and_closes_idle_connections) {
    listener_room room;
    const auto idle = room.connect("svb");
    EXPECT_EQ(short_form(idle->ask(get_something)), "200 ");
    const auto busy = room.connect("svb");
    busy->send("GET /v1/wacht HTTP/1.1\r\nHost: a\r\n\r\n");
    room.wait_until_handling(1);
    room.listener->stop_accepting();
    EXPECT_TRUE(idle->ends_properly());
    room.release.ring();
    const auto last = busy->receive();
    EXPECT_EQ(short_form(last), "200 ");
    EXPECT_EQ(last->headers.at("connection"), "close");
    EXPECT_TRUE(busy->ends_properly());
    EXPECT_EQ(room.drain(milliseconds{5'000}), 0U);
}

TEST(drain, cuts_what_is_late) {
    listener_room room;
    const auto busy = room.connect("svb");
    busy->send("GET /v1/wacht HTTP/1.1\r\nHost: a\r\n\r\n");
    room.wait_until_handling(1);
    EXPECT_EQ(room.drain(milliseconds{10}), 1U);
    EXPECT_EQ(short_form(busy->receive()), "nothing");
}

TEST(metrics, count_what_became_of_connections_and_requests) {
    listener_room room;
    EXPECT_EQ(room.outcome(room.as("svb")), "200");
    EXPECT_EQ(room.outcome(room.as("fout/verlopen")), "403 certificaat_verlopen");
    EXPECT_EQ(room.outcome(room.as("fout/vreemde-root")), "alert: unknown CA");
    room.drain(milliseconds{5'000});
    const auto& metrics = room.listener->metrics();
    EXPECT_EQ(metrics.handshakes_ok, 1U);
    EXPECT_EQ(metrics.handshakes_faulted, 1U);
    EXPECT_EQ(metrics.handshakes_failed, 1U);
    EXPECT_EQ(metrics.connections_accepted, 3U);
    EXPECT_EQ(metrics.connections_open, 0U);
    EXPECT_EQ(metrics.answers[200 - 100], 1U);
    EXPECT_EQ(metrics.answers[403 - 100], 1U);
}

}  // namespace
