// Requests, well formed and not: each its exact answer, with the headers that every answer has.
#include "tests/contract/http/listener/listener_room.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <ostream>

namespace {

using namespace tests::contract::http;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::MatchesRegex;
using testing::Not;

void expect_house_headers(const answer& one) {
    const auto of = [&](const char* name) {
        const auto found = one.headers.find(name);
        return found == one.headers.end() ? std::string{"(none)"} : found->second;
    };
    EXPECT_EQ(of("api-version"), "1.0.0");
    EXPECT_EQ(of("pmm-omgeving"), "ontwikkel");
    EXPECT_EQ(of("cache-control"), "no-store");
    EXPECT_EQ(of("content-security-policy"), "frame-ancestors 'none'");
    EXPECT_EQ(of("strict-transport-security"), "max-age=31536000; includeSubDomains");
    EXPECT_EQ(of("x-content-type-options"), "nosniff");
    EXPECT_EQ(of("x-frame-options"), "DENY");
    EXPECT_THAT(of("date"), MatchesRegex("[A-Z][a-z]+, .* GMT"));
    EXPECT_THAT(of("traceparent"), MatchesRegex("00-[0-9a-f]+-[0-9a-f]+-[0-9a-f]+"));
    EXPECT_EQ(of("pmm-correlatie-id").size(), 36U);
    if (one.status >= 400) {
        EXPECT_EQ(of("content-type"), "application/problem+json");
        EXPECT_EQ(one.member("status"), std::to_string(one.status));
        EXPECT_EQ(one.member("correlatieId"), of("pmm-correlatie-id"));
        EXPECT_NE(one.member("title"), "");
        EXPECT_NE(one.member("detail"), "");
    }
}

std::string short_form(const std::optional<answer>& one) {
    if (!one) {
        return "nothing";
    }
    expect_house_headers(*one);
    const auto code = one->member("code");
    return std::to_string(one->status) + " " + (code.empty() ? one->body : code);
}

std::string ask(listener_room& room, std::string_view request) {
    return short_form(room.connect("svb")->ask(request));
}

struct malformed_row {
    const char* name;
    std::string request;
    std::string outcome;
};

void PrintTo(const malformed_row& row, std::ostream* out) {
    *out << row.name;
}

class malformed_request : public testing::TestWithParam<malformed_row> {};

TEST_P(malformed_request, gets_its_answer_and_the_connection_closes) {
    listener_room room;
    const auto one = room.connect("svb");
    const auto came = one->ask(GetParam().request);
    EXPECT_EQ(short_form(came), GetParam().outcome);
    ASSERT_TRUE(came);
    EXPECT_EQ(came->headers.at("connection"), "close");
    EXPECT_TRUE(one->ends_properly());
}

std::string with(std::string_view header_lines) {
    return "GET /v1/iets HTTP/1.1\r\nHost: localhost\r\n" + std::string{header_lines} + "\r\n";
}

INSTANTIATE_TEST_SUITE_P(
    table,
    malformed_request,
    testing::Values(
        malformed_row{"nonsense", "hallo\r\n\r\n", "400 aanvraagregel_ongeldig"},
        malformed_row{
            "two_spaces",
            "GET  /v1/iets HTTP/1.1\r\nHost: a\r\n\r\n",
            "400 aanvraagregel_ongeldig"},
        malformed_row{
            "control_in_target",
            "GET /v1/\x01 HTTP/1.1\r\nHost: a\r\n\r\n",
            "400 aanvraagregel_ongeldig"},
        malformed_row{
            "http_2",
            "GET /v1/iets HTTP/2.0\r\nHost: a\r\n\r\n",
            "505 http_versie_onbekend"},
        malformed_row{"no_host", "GET /v1/iets HTTP/1.1\r\n\r\n", "400 host_ongeldig"},
        malformed_row{"two_hosts", with("Host: ander\r\n"), "400 host_ongeldig"},
        malformed_row{"folded", with("X-A: 1\r\n 2\r\n"), "400 header_ongeldig"},
        malformed_row{"space_before_colon", with("X-A : 1\r\n"), "400 header_ongeldig"},
        malformed_row{
            "bare_line_feed",
            "GET /v1/iets HTTP/1.1\nHost: a\n\n",
            "400 header_ongeldig"},
        malformed_row{"bare_return", with("X-A: 1\r2\r\n"), "400 header_ongeldig"},
        malformed_row{"nul", with(std::string_view{"X-A: \0\r\n", 8}), "400 header_ongeldig"},
        malformed_row{"negative_length", with("Content-Length: -1\r\n"), "400 lengte_ongeldig"},
        malformed_row{
            "two_lengths",
            with("Content-Length: 1\r\nContent-Length: 1\r\n"),
            "400 lengte_ongeldig"},
        malformed_row{"listed_length", with("Content-Length: 1, 1\r\n"), "400 lengte_ongeldig"},
        malformed_row{
            "other_coding",
            with("Transfer-Encoding: xchunked\r\n"),
            "400 transfer_encoding_ongeldig"},
        malformed_row{
            "two_codings",
            with("Transfer-Encoding: gzip, chunked\r\n"),
            "400 transfer_encoding_ongeldig"},
        malformed_row{
            "coding_and_length",
            with("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n"),
            "400 transfer_encoding_ongeldig"},
        malformed_row{
            "coding_in_1_0",
            "POST /v1/echo HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            "400 transfer_encoding_ongeldig"},
        malformed_row{"other_expectation", with("Expect: wonder\r\n"), "417 verwachting_onbekend"},
        malformed_row{
            "large_header",
            with("X-A: " + std::string(17'000, 'a') + "\r\n"),
            "431 header_te_groot"},
        malformed_row{
            "endless_header",
            "GET /v1/iets HTTP/1.1\r\nX-A: " + std::string(40'000, 'a'),
            "431 header_te_groot"},
        malformed_row{
            "many_headers",
            with([] {
                std::string lines;
                for (auto index = 0; index < 101; ++index) {
                    lines += "X: 1\r\n";
                }
                return lines;
            }()),
            "431 te_veel_headers"},
        malformed_row{
            "bad_chunk",
            "POST /v1/echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n\r\n",
            "400 inhoud_ongeldig"},
        malformed_row{"too_large_by_length", post(std::string(1'001, 'x')), "413 inhoud_te_groot"},
        malformed_row{
            "too_large_in_chunks",
            "POST /v1/echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3e9\r\n" +
                std::string(1'001, 'x') + "\r\n0\r\n\r\n",
            "413 inhoud_te_groot"},
        malformed_row{
            "endless_chunk_extension",
            "POST /v1/echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1;" +
                std::string(40'000, 'x'),
            "400 inhoud_ongeldig"},
        malformed_row{
            "body_for_an_unknown_path",
            "POST /v1/niets HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc",
            "404 pad_onbekend"}
    ),
    [](const auto& one) { return std::string{one.param.name}; }
);

TEST(request, gets_the_answer_of_its_route) {
    listener_room room;
    EXPECT_EQ(ask(room, get_something), "200 GET /v1/iets ");
    EXPECT_EQ(ask(room, post("hallo")), "200 POST /v1/echo hallo");
    EXPECT_EQ(ask(room, post("")), "200 POST /v1/echo ");
    EXPECT_EQ(ask(room, "GET /v1/iets/ HTTP/1.1\r\nHost: a\r\n\r\n"), "404 pad_onbekend");
    EXPECT_EQ(ask(room, "GET /v1/%2f HTTP/1.1\r\nHost: a\r\n\r\n"), "400 pad_ongeldig");
    EXPECT_EQ(
        ask(room, "DELETE /v1/echo HTTP/1.1\r\nHost: a\r\n\r\n"), "405 methode_niet_toegestaan"
    );
    EXPECT_EQ(ask(room, "HEAD /v1/echo HTTP/1.0\r\nHost: a\r\n\r\n"), "nothing");
}

TEST(request, may_come_in_pieces_and_in_chunks) {
    listener_room room;
    const auto one = room.connect("svb");
    for (const auto* const piece :
         {"POST /v1/ec",
          "ho HTTP/1.1\r\nHost: a\r",
          "\nTransfer-Encoding: Chunked\r\n\r",
          "\n5\r",
          "\nhal",
          "lo\r\n1;naam=waarde\r\n!\r\n0\r\nTrailer: x\r\n"}) {
        ASSERT_TRUE(one->send(piece));
    }
    EXPECT_EQ(short_form(one->ask("\r\n")), "200 POST /v1/echo hallo!");
    EXPECT_EQ(short_form(one->ask(get_something)), "200 GET /v1/iets ");
}

TEST(request, may_follow_another_before_that_is_answered) {
    listener_room room;
    const auto one = room.connect("svb");
    const auto all = post("een") + post("twee") + std::string{get_something};
    ASSERT_TRUE(one->send(all));
    EXPECT_EQ(short_form(one->receive()), "200 POST /v1/echo een");
    EXPECT_EQ(short_form(one->receive()), "200 POST /v1/echo twee");
    EXPECT_EQ(short_form(one->receive()), "200 GET /v1/iets ");
}

TEST(request, is_told_to_continue_when_it_waits_for_that) {
    listener_room room;
    const auto one = room.connect("svb");
    const auto whole = post("hallo", "Expect: 100-continue\r\n");
    const auto first = one->ask(whole.substr(0, whole.size() - 5));
    ASSERT_TRUE(first);
    EXPECT_EQ(first->status, 100U);
    EXPECT_EQ(short_form(one->ask("hallo")), "200 POST /v1/echo hallo");
}

TEST(request, is_not_told_to_continue_with_what_will_be_refused) {
    listener_room room;
    const auto one = room.connect("svb");
    EXPECT_EQ(
        short_form(one->ask("POST /v1/echo HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n"
                            "Content-Length: 5000\r\n\r\n")),
        "413 inhoud_te_groot"
    );
}

TEST(request, continues_the_senders_trace) {
    listener_room room;
    const auto one = room.connect("svb");
    const auto came =
        one->ask(with("traceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01\r\n"));
    ASSERT_TRUE(came);
    EXPECT_THAT(came->headers.at("traceparent"), HasSubstr("00-4bf92f3577b34da6a3ce929d0e0e4736-"));
}

TEST(request, that_breaks_the_handler_gets_a_500_without_its_words) {
    listener_room room;
    const auto one = room.connect("svb");
    const auto came = one->ask("GET /v1/fout HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_EQ(short_form(came), "500 interne_fout");
    EXPECT_THAT(came->body, Not(HasSubstr("nobody may see")));
    EXPECT_THAT(room.events.lines(), ElementsAre("failed /v1/fout"));
    EXPECT_EQ(short_form(one->ask(get_something)), "200 GET /v1/iets ");
}

TEST(answer, holds_no_header_that_a_value_smuggled_in) {
    listener_room room;
    const auto one = room.connect("svb");
    const auto came = one->ask("GET /v1/dag HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_EQ(short_form(came), "204 ");
    EXPECT_EQ(came->headers.at("x-raar"), "a  Set-Cookie: b");
    EXPECT_EQ(came->headers.count("content-length"), 0U);
    EXPECT_EQ(came->headers.at("connection"), "close");
    EXPECT_TRUE(one->ends_properly());
}

}  // namespace
