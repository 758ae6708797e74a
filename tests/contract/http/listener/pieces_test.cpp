// Bodies that a handler takes and gives in pieces.
#include "tests/contract/http/listener/listener_room.hpp"

#include <gtest/gtest.h>

#include <string>

namespace {

using namespace tests::contract::http;

std::string head(std::string_view path, std::string_view framing) {
    return "POST " + std::string{path} + " HTTP/1.1\r\nHost: a\r\n" + std::string{framing} +
           "\r\n\r\n";
}

std::string sized(std::string_view path, std::size_t size) {
    return head(path, "Content-Length: " + std::to_string(size)) + std::string(size, 'b');
}

void expect_bytes(const std::optional<answer>& came, std::size_t size) {
    ASSERT_TRUE(came);
    EXPECT_EQ(came->status, 200U);
    EXPECT_EQ(came->headers.at("content-length"), std::to_string(size));
    EXPECT_EQ(came->body, std::string(size, 'x'));
}

void expect_something(const std::optional<answer>& came) {
    ASSERT_TRUE(came);
    EXPECT_EQ(came->body, "GET /v1/iets ");
}

TEST(body_in_pieces, passes_both_ways_and_leaves_the_connection_usable) {
    listener_room room;
    const auto one = room.connect("svb");
    for (const std::size_t size : {1UL, 999UL, 300'000UL, 1'000'000UL, 0UL}) {
        expect_bytes(one->ask(sized("/v1/stroom", size)), size);
    }
    expect_something(one->ask(get_something));
}

TEST(body_in_pieces, may_come_in_chunks_with_another_request_right_behind_it) {
    listener_room room;
    const auto one = room.connect("svb");
    ASSERT_TRUE(one->send(
        head("/v1/stroom", "Transfer-Encoding: chunked") + "5\r\nhallo\r\n3\r\nabc\r\n0\r\n\r\n" +
        std::string{get_something}
    ));
    expect_bytes(one->receive(), 8);
    expect_something(one->receive());
}

TEST(body_in_pieces, is_told_to_continue_when_the_handler_asks_for_it) {
    listener_room room;
    const auto one = room.connect("svb");
    const auto first = one->ask(head("/v1/stroom", "Expect: 100-continue\r\nContent-Length: 3"));
    ASSERT_TRUE(first);
    EXPECT_EQ(first->status, 100U);
    expect_bytes(one->ask("abc"), 3);
}

TEST(body_in_pieces, that_is_too_large_is_refused_before_and_while_it_comes) {
    listener_room room;
    EXPECT_EQ(
        short_form(room.connect("svb")->ask(head("/v1/stroom", "Content-Length: 1000001"))),
        "413 inhoud_te_groot"
    );
    const auto came = room.connect("svb")->ask(
        head("/v1/stroom", "Transfer-Encoding: chunked") + "f4241\r\n" + std::string(1'000'001, 'b')
    );
    ASSERT_TRUE(came);
    EXPECT_EQ(came->status, 400U);
    EXPECT_EQ(came->body, "2");
}

TEST(body_in_pieces, whose_framing_breaks_ends_the_connection) {
    listener_room room;
    const auto one = room.connect("svb");
    const auto came =
        one->ask(head("/v1/stroom", "Transfer-Encoding: chunked") + "3\r\nabc\r\nzz\r\n");
    ASSERT_TRUE(came);
    EXPECT_EQ(came->body, "3");
    EXPECT_TRUE(one->ends_properly());
}

TEST(body_in_pieces, that_the_handler_leaves_unread_is_no_next_request) {
    listener_room room;
    const auto one = room.connect("svb");
    const std::string inside{get_something};
    const auto came =
        one->ask(head("/v1/voorgoed", "Content-Length: " + std::to_string(inside.size())) + inside);
    ASSERT_TRUE(came);
    EXPECT_EQ(came->body, "ongelezen");
    EXPECT_EQ(came->headers.at("connection"), "close");
    EXPECT_TRUE(one->ends_properly());
}

TEST(body_in_pieces, that_comes_too_slowly_is_told_so) {
    listening::listener_options options;
    options.deadlines.pieces = std::chrono::milliseconds{300};
    listener_room room{options};
    const auto came = room.connect("svb")->ask(head("/v1/stroom", "Content-Length: 3") + "ab");
    ASSERT_TRUE(came);
    EXPECT_EQ(came->status, 400U);
    EXPECT_EQ(came->body, "4");
}

TEST(body_in_pieces, that_can_not_go_on_ends_short_of_what_was_announced) {
    listener_room room;
    const auto one = room.connect("svb");
    const auto came = one->ask("GET /v1/breekt HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_TRUE(!came || came->body.size() < 5'000);
}

}  // namespace
