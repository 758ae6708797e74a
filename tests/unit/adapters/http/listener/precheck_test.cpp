#include "adapters/http/listener/precheck.hpp"

#include "adapters/http/listener/answer.hpp"
#include "adapters/http/listener/message_parser.hpp"

#include <gtest/gtest.h>

#include <random>
#include <string>

namespace {

using namespace adapters::http::listener;

std::string described(std::string_view head) {
    const auto checked = precheck(head);
    if (const auto* const wrong = std::get_if<malformed>(&checked)) {
        return std::to_string(wrong->status) + " " + std::string{wrong->code};
    }
    const auto& frame = std::get<framing>(checked);
    std::string result = frame.body == body_kind::none    ? "none"
                         : frame.body == body_kind::sized ? std::to_string(frame.length)
                                                          : "chunked";
    result += frame.connection == persistence::close ? " close" : "";
    result += frame.expect == expectation::continue_100 ? " expect" : "";
    return result;
}

std::string with(const std::string& lines) {
    return described("POST /v1/x HTTP/1.1\r\nHost: a\r\n" + lines + "\r\n");
}

TEST(precheck, says_how_the_message_goes_on) {
    EXPECT_EQ(with(""), "none");
    EXPECT_EQ(with("Content-Length: 0\r\n"), "none");
    EXPECT_EQ(with("content-length:12\r\n"), "12");
    EXPECT_EQ(with("Content-Length: \t 12 \t\r\n"), "12");
    EXPECT_EQ(with("Content-Length: 000012\r\n"), "12");
    EXPECT_EQ(with("Content-Length: 999999999999999999\r\n"), "999999999999999999");
    EXPECT_EQ(with("Transfer-Encoding: chunked\r\n"), "chunked");
    EXPECT_EQ(with("transfer-encoding:  CHUNKED \r\n"), "chunked");
    EXPECT_EQ(with("Connection: close\r\n"), "none close");
    EXPECT_EQ(with("Connection: keep-alive, Close\r\n"), "none close");
    EXPECT_EQ(with("Connection: keep-alive\r\n"), "none");
    EXPECT_EQ(with("Expect: 100-Continue\r\nContent-Length: 1\r\n"), "1 expect");
    EXPECT_EQ(described("GET / HTTP/1.0\r\nHost: a\r\n\r\n"), "none close");
    EXPECT_EQ(with("X-Leeg:\r\nX-Byte: \xFF\xC3\r\n"), "none");
}

TEST(precheck, refuses_what_two_parsers_could_read_differently) {
    for (const auto* const lines :
         {"X: a\r\n b\r\n",
          " X: a\r\n",
          "X : a\r\n",
          "X\r\n",
          ": a\r\n",
          "X\tY: a\r\n",
          "X: a\rb\r\n",
          "X: a\nb\r\n",
          "X: a\x7F\r\n",
          "X(: a\r\n",
          "\r\nX: a\r\n"}) {
        EXPECT_EQ(with(lines), "400 header_ongeldig") << lines;
    }
    for (const auto* const lines :
         {"Content-Length: \r\n",
          "Content-Length: +1\r\n",
          "Content-Length: 0x1\r\n",
          "Content-Length: 1 1\r\n",
          "Content-Length: 1,1\r\n",
          "Content-Length: 1.0\r\n",
          "Content-Length: 1000000000000000000\r\n",
          "Content-Length: 1\r\ncontent-length: 2\r\n",
          "Content-Length: 0\r\nContent-Length: 0\r\n"}) {
        EXPECT_EQ(with(lines), "400 lengte_ongeldig") << lines;
    }
    for (const auto* const lines :
         {"Transfer-Encoding: xchunked\r\n",
          "Transfer-Encoding: chunked, chunked\r\n",
          "Transfer-Encoding: \r\n",
          "Transfer-Encoding: identity\r\n",
          "Transfer-Encoding: \"chunked\"\r\n",
          "Transfer-Encoding: chunked;q=1\r\n",
          "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
          "Transfer-Encoding: chunked\r\nContent-Length: 0\r\n",
          "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n"}) {
        EXPECT_EQ(with(lines), "400 transfer_encoding_ongeldig") << lines;
    }
    for (const auto* const lines : {"Host: b\r\n", "host: a\r\n"}) {
        EXPECT_EQ(with(lines), "400 host_ongeldig") << lines;
    }
    for (const auto* const host : {"", "a b", "a/b", "u@a", "a,b", "a\x80"}) {
        EXPECT_EQ(
            described("GET / HTTP/1.1\r\nHost: " + std::string{host} + "\r\n\r\n"),
            "400 host_ongeldig"
        ) << host;
    }
    for (const auto* const line :
         {"",
          "GET",
          "GET /",
          "GET / HTTP/1.1 ",
          " GET / HTTP/1.1",
          "GET  / HTTP/1.1",
          "GET /a b HTTP/1.1",
          "GET\t/ HTTP/1.1",
          "G@T / HTTP/1.1",
          "GET / http/1.1",
          "GET / HTTP/1",
          "GET /\x80 HTTP/1.1",
          "GET / HTTP/1.1\rX"}) {
        EXPECT_EQ(
            described(std::string{line} + "\r\nHost: a\r\n\r\n"), "400 aanvraagregel_ongeldig"
        ) << line;
    }
    EXPECT_EQ(described("GET / HTTP/1.2\r\nHost: a\r\n\r\n"), "505 http_versie_onbekend");
    EXPECT_EQ(described("GET / HTTP/1.1\r\nHost: a\r\n"), "400 header_ongeldig");
    EXPECT_EQ(described(""), "400 header_ongeldig");
    EXPECT_EQ(described("\r\n\r\n"), "400 aanvraagregel_ongeldig");
}

TEST(find_head, finds_the_empty_line_wherever_it_is_cut) {
    const std::string whole = "GET / HTTP/1.1\r\nHost: a\r\n\r\nrest";
    const auto size = whole.size() - 4;
    for (std::size_t came = 0; came <= whole.size(); ++came) {
        for (std::size_t looked_at = 0; looked_at <= came && looked_at < size; ++looked_at) {
            const auto place = find_head(std::string_view{whole}.substr(0, came), looked_at);
            EXPECT_EQ(place.state == head_state::complete, came >= size);
            EXPECT_EQ(place.size, came >= size ? size : 0);
        }
    }
}

TEST(find_head, gives_up_on_a_bare_line_feed) {
    EXPECT_EQ(find_head("\n", 0).state, head_state::broken);
    EXPECT_EQ(find_head("GET / HTTP/1.1\nHost", 0).state, head_state::broken);
    EXPECT_EQ(find_head("GET / HTTP/1.1\r\nA\n\r\n\r\n", 16).state, head_state::broken);
    EXPECT_EQ(find_head("GET / HTTP/1.1\r\n\r\nbody\n", 0).state, head_state::complete);
}

// Whatever the precheck lets through, Beast must take, and frame in the same way.
TEST(precheck, lets_nothing_through_that_beast_frames_differently) {
    const std::array<std::string_view, 22> pieces{
        "GET ",
        "POST ",
        "/",
        "/v1",
        " HTTP/1.1",
        " HTTP/1.0",
        "\r\n",
        "\r\n",
        "\r\n",
        "\r",
        "\n",
        "Host: a",
        "Content-Length: 3",
        "Content-Length: ",
        "Transfer-Encoding: chunked",
        "Transfer-Encoding: ",
        "chunked",
        ":",
        " ",
        "\t",
        "X",
        "\x80"};
    std::mt19937 random{20260701};
    auto let_through = 0;
    for (auto round = 0; round < 200'000; ++round) {
        std::string head = round % 2 == 0 ? "POST /v1 HTTP/1.1\r\nHost: a\r\n" : "";
        for (auto count = random() % 12; count > 0; --count) {
            head += pieces[random() % pieces.size()];
        }
        head += "\r\n\r\n";
        const auto place = find_head(head, 0);
        if (place.state != head_state::complete) {
            continue;
        }
        head.resize(place.size);
        const auto checked = precheck(head);
        const auto* const frame = std::get_if<framing>(&checked);
        if (frame == nullptr) {
            continue;
        }
        ++let_through;
        message_parser parser;
        parsed_head parsed;
        ASSERT_TRUE(parser.begin(head, parsed)) << head;
        const auto body = frame->body == body_kind::none    ? std::string{}
                          : frame->body == body_kind::sized ? std::string(frame->length, 'x')
                                                            : std::string{"3\r\nxxx\r\n0\r\n\r\n"};
        parser.limit_body(1'000'000);
        const auto progress = parser.feed(body + "GET");
        EXPECT_EQ(progress.state, parse_state::complete) << head;
        EXPECT_EQ(progress.taken, body.size()) << head;
    }
    EXPECT_GT(let_through, 1'000);
}

TEST(http_date, is_imf_fixdate) {
    using namespace std::chrono;
    EXPECT_EQ(
        http_date(sys_days{year{1994} / 11 / 6} + hours{8} + minutes{49} + seconds{37}),
        "Sun, 06 Nov 1994 08:49:37 GMT"
    );
}

}  // namespace
