#include "adapters/http/exchange/router.hpp"

#include "tests/support/await.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace {

using namespace adapters::http::exchange;

boost::asio::awaitable<response> say(request asked, std::string word) {
    co_return json_response(200, word + asked.body);
}

router::function saying(const std::string& word) {
    return [word](request asked) { return say(std::move(asked), word); };
}

class router_test : public testing::Test {
protected:
    router_test() {
        one.add("POST", "/v1/aanmeldingen", {100}, saying("nieuw "));
        one.add("POST", "/v1/aanmeldingen/_controleer", {200}, saying("controle "));
        one.add("GET", "/v1/inzendingen/{id}", {}, saying("een "));
        one.add("GET", "/v1/inzendingen", {}, saying("alle "));
        one.add("GET", "/v1/inzendingen/_zoek", {}, saying("zoek "));
        one.add("DELETE", "/v1/inzendingen/_zoek", {}, saying("weg "));
        one.add("POST", "/v1/postvakken/{oin}/berichten/{id}/weigeringen", {}, saying("nee "));
    }

    std::string ask(std::string_view method, std::string_view path) {
        asked = request{};
        asked.method = method;
        asked.path = path;
        asked.correlation_id = "c";
        auto verdict = one.admit(asked);
        if (auto* const refused = std::get_if<response>(&verdict)) {
            std::string allow;
            for (const auto& [name, value] : refused->headers) {
                allow += " " + name + ": " + value;
            }
            return std::to_string(refused->status) + allow;
        }
        limit = std::get<route_limits>(verdict).body_bytes;
        asked.body = "x";
        return tests::support::await(one.handle(asked)).body;
    }

    router one;
    request asked;
    std::size_t limit = 0;
};

TEST_F(router_test, finds_the_route_by_method_and_template) {
    EXPECT_EQ(ask("POST", "/v1/aanmeldingen"), "nieuw x");
    EXPECT_EQ(limit, 100U);
    EXPECT_EQ(ask("POST", "/v1/aanmeldingen/_controleer"), "controle x");
    EXPECT_EQ(limit, 200U);
    EXPECT_EQ(one.route_name(asked.route), "/v1/aanmeldingen/_controleer");
    EXPECT_EQ(ask("GET", "/v1/inzendingen"), "alle x");
}

TEST_F(router_test, captures_what_the_template_names) {
    EXPECT_EQ(ask("GET", "/v1/inzendingen/een twee"), "een x");
    EXPECT_EQ(asked.capture("id"), "een twee");
    EXPECT_EQ(ask("POST", "/v1/postvakken/1/berichten/2/weigeringen"), "nee x");
    EXPECT_EQ(asked.capture("oin"), "1");
    EXPECT_EQ(asked.capture("id"), "2");
    EXPECT_EQ(asked.capture("ander"), "");
}

TEST_F(router_test, a_literal_segment_wins_over_a_captured_one) {
    EXPECT_EQ(ask("GET", "/v1/inzendingen/_zoek"), "zoek x");
}

TEST_F(router_test, an_unknown_path_is_404_a_trailing_slash_too) {
    for (const auto* path :
         {"/",
          "/v1",
          "/v2/aanmeldingen",
          "/v1/aanmeldingen/",
          "/v1/inzendingen/",
          "//v1/aanmeldingen",
          "/v1/Aanmeldingen",
          "/v1/inzendingen/1/2"}) {
        EXPECT_EQ(ask("GET", path), "404") << path;
    }
}

TEST_F(router_test, another_method_is_405_with_what_is_allowed) {
    EXPECT_EQ(ask("GET", "/v1/aanmeldingen"), "405 Allow: POST");
    EXPECT_EQ(ask("HEAD", "/v1/inzendingen/1"), "405 Allow: GET");
    EXPECT_EQ(ask("OPTIONS", "/v1/inzendingen/_zoek"), "405 Allow: GET, DELETE");
}

TEST_F(router_test, refuses_the_same_route_twice) {
    EXPECT_THROW(one.add("GET", "/v1/inzendingen", {}, saying("")), std::logic_error);
}

}  // namespace
