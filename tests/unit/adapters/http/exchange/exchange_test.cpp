#include "adapters/http/exchange/json_text.hpp"
#include "adapters/http/exchange/response.hpp"
#include "adapters/http/exchange/target.hpp"
#include "adapters/http/exchange/trace.hpp"

#include <gtest/gtest.h>

#include <string>

namespace {

using namespace adapters::http::exchange;

std::string described(std::string_view text) {
    const auto parsed = parse_target(text);
    if (!parsed) {
        return parsed.error().code;
    }
    std::string result = parsed->path;
    for (const auto& one : parsed->query) {
        result += " [" + one.name + "=" + one.value + "]";
    }
    return result;
}

TEST(target, takes_origin_form_apart_and_decodes_it) {
    EXPECT_EQ(described("/"), "/");
    EXPECT_EQ(described("/v1/a%20b"), "/v1/a b");
    EXPECT_EQ(described("/v1/caf%C3%A9/x%3Fy"), "/v1/café/x?y");
    EXPECT_EQ(described("/v1/a/"), "/v1/a/");
    EXPECT_EQ(
        described("/a?bron=x%26y&kenmerk=een+twee&leeg"), "/a [bron=x&y] [kenmerk=een twee] [leeg=]"
    );
    EXPECT_EQ(described("/a?"), "/a");
    EXPECT_EQ(described("/a?b=/?&"), "/a [b=/?]");
}

TEST(target, refuses_what_could_be_read_in_two_ways) {
    for (const auto* path :
         {"",       "*",      "v1",     "http://x/", "/a/../b", "/./a",   "/a/%2e%2E/b",
          "/a%2Fb", "/a%2fb", "/a%00b", "/a%0Ab",    "/a%",     "/a%4",   "/a%zz",
          "/a\x80", "/a%FF",  "/a b",   "/a#b",      "/a\"b",   "/%C0%AF"}) {
        EXPECT_EQ(described(path), "pad_ongeldig") << path;
    }
    for (const auto* path :
         {"/a?b=1&b=2", "/a?=1", "/a?b=%0", "/a?b=%ED%A0%80", "/a?b=#", "/a?%00=1"}) {
        EXPECT_EQ(described(path), "zoekdeel_ongeldig") << path;
    }
    std::string many = "/a?";
    for (auto index = 0; index < 33; ++index) {
        many += "p" + std::to_string(index) + "&";
    }
    EXPECT_EQ(described(many), "zoekdeel_ongeldig");
}

TEST(headers, compare_names_without_regard_to_case) {
    headers one;
    one.add("Content-Type", "a");
    one.add("X", "");
    one.add("content-type", "b");
    EXPECT_EQ(one.find("CONTENT-TYPE"), "a");
    EXPECT_EQ(one.find("x"), "");
    EXPECT_EQ(one.find("content"), std::nullopt);
    EXPECT_EQ(one.count("content-Type"), 2U);
    EXPECT_EQ(one.at(2).name, "content-type");
}

TEST(request, media_type_is_lower_case_without_parameters) {
    request one;
    EXPECT_EQ(one.media_type(), "");
    one.fields.add("content-type", "Application/JSON ; charset=utf-8");
    EXPECT_EQ(one.media_type(), "application/json");
}

TEST(trace, continues_a_valid_traceparent_with_a_span_of_its_own) {
    const std::string received = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00";
    const auto ours = continue_trace(received);
    EXPECT_TRUE(is_traceparent(ours));
    EXPECT_EQ(ours.substr(0, 36), received.substr(0, 36));
    EXPECT_NE(ours.substr(36, 16), received.substr(36, 16));
    EXPECT_EQ(ours.substr(52), "-00");
}

TEST(trace, starts_anew_when_absent_or_invalid) {
    for (const auto* received :
         {"",
          "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0",
          "01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
          "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
          "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
          "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
          "00-4bf92f3577b34da6a3ce929d0e0e4736_00f067aa0ba902b7-01"}) {
        EXPECT_FALSE(is_traceparent(received)) << received;
        const auto ours = continue_trace(received);
        EXPECT_TRUE(is_traceparent(ours)) << ours;
        EXPECT_NE(ours.substr(3, 32), "4bf92f3577b34da6a3ce929d0e0e4736");
    }
    EXPECT_NE(make_correlation_id(), make_correlation_id());
}

TEST(json_text, escapes_what_json_wants_and_mends_what_is_not_utf_8) {
    std::string text;
    append_json_string(text, std::string_view{"a\"\\\n\x01\0é\xFF\xC0\xAF", 11});
    EXPECT_EQ(text, "\"a\\\"\\\\\\n\\u0001\\u0000é\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\"");
}

TEST(problem, has_every_member_and_retry_after_when_it_may_be_tried_again) {
    hub::model::rejection why;
    why.code = "ongeldig";
    why.words = "Zeg \"nee\".";
    why.invalid_params = {{"/a", "c1", "r1"}, {"/b/*", "c2", "r2"}};
    const auto one = problem(400, why, "id-1");
    EXPECT_EQ(one.content_type, "application/problem+json");
    EXPECT_EQ(
        one.body,
        R"({"type":"about:blank","title":"Bad Request","status":400,"detail":"Zeg \"nee\".",)"
        R"("code":"ongeldig","correlatieId":"id-1","invalidParams":[)"
        R"({"name":"/a","code":"c1","reason":"r1"},{"name":"/b/*","code":"c2","reason":"r2"}]})"
    );
    EXPECT_TRUE(one.headers.empty());

    why.kind = hub::model::finality::retry;
    why.invalid_params.clear();
    const auto later = problem(503, why, "id-2");
    ASSERT_EQ(later.headers.size(), 1U);
    EXPECT_EQ(later.headers.front().first, "Retry-After");
}

}  // namespace
