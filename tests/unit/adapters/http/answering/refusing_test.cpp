#include "adapters/http/answering/refusing.hpp"

#include "adapters/http/answering/parameters.hpp"
#include "hub/ports/result.hpp"
#include "tests/support/counting_telemetry.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace adapters::http::answering {
namespace {

using hub::ports::errc;
using testing::Contains;
using testing::HasSubstr;
using testing::Pair;

exchange::request with_headers(const std::vector<std::pair<std::string, std::string>>& headers) {
    exchange::request asked;
    for (const auto& [name, value] : headers) {
        asked.fields.add(name, value);
    }
    return asked;
}

class negotiation : public testing::TestWithParam<std::pair<std::string, bool>> {};

class accept : public negotiation {};

TEST_P(accept, leaves_room_for_json_or_not) {
    const auto& [value, fine] = GetParam();
    EXPECT_EQ(!check_accept(with_headers({{"Accept", value}})), fine) << value;
}

INSTANTIATE_TEST_SUITE_P(
    values,
    accept,
    testing::Values(
        std::pair{"application/json", true},
        std::pair{"APPLICATION/JSON", true},
        std::pair{"*/*", true},
        std::pair{"text/html, application/*;q=0.8", true},
        std::pair{"application/json;q=0.5", true},
        std::pair{"application/json;q=0", false},
        std::pair{"application/json; q=0.000", false},
        std::pair{"text/html", false},
        std::pair{"application/xml, text/*", false}
    )
);

TEST(accept_header, may_be_absent) {
    EXPECT_FALSE(check_accept(with_headers({})));
}

TEST(accept_header, counts_over_all_its_fields) {
    EXPECT_FALSE(check_accept(with_headers({{"Accept", "text/html"}, {"accept", "*/*"}})));
}

class content_type : public negotiation {};

TEST_P(content_type, is_plain_json_in_utf8_or_refused) {
    const auto& [value, fine] = GetParam();
    EXPECT_EQ(!check_content_type(with_headers({{"Content-Type", value}})), fine) << value;
}

INSTANTIATE_TEST_SUITE_P(
    values,
    content_type,
    testing::Values(
        std::pair{"application/json", true},
        std::pair{"application/json; charset=utf-8", true},
        std::pair{"application/json;charset=\"UTF-8\"", true},
        std::pair{"application/json; charset=latin1", false},
        std::pair{"application/json; version=2", false},
        std::pair{"application/problem+json", false},
        std::pair{"text/plain", false},
        std::pair{"", false}
    )
);

TEST(content_type_header, is_required_once) {
    EXPECT_TRUE(check_content_type(with_headers({})));
    EXPECT_TRUE(check_content_type(
        with_headers({{"Content-Type", "application/json"}, {"Content-Type", "application/json"}})
    ));
}

TEST(content_type_header, does_not_help_a_compressed_body) {
    EXPECT_TRUE(check_content_type(
        with_headers({{"Content-Type", "application/json"}, {"Content-Encoding", "gzip"}})
    ));
}

TEST(refusals, count_every_code_and_answer_with_its_status) {
    tests::support::counting_telemetry counts;
    const refusals refuse{counts};
    EXPECT_EQ(refuse(rejected("id_al_gebruikt", "x"), with_headers({})).status, 409);
    EXPECT_EQ(refuse(rejected("bericht_ongeldig", "x"), with_headers({})).status, 400);
    EXPECT_EQ(refuse(rejected("certificaat_verlopen", "x"), with_headers({})).status, 403);
    EXPECT_THAT(counts.refused_codes(), Contains("id_al_gebruikt"));
}

TEST(refusals, say_the_same_of_everything_that_is_not_found) {
    tests::support::counting_telemetry counts;
    const refusals refuse{counts};
    const auto one = refuse(rejected("niet_gevonden", "een andere tekst"), with_headers({}));
    const auto other = refuse(errc::not_found, with_headers({}));
    EXPECT_EQ(one.status, 404);
    EXPECT_EQ(one.body, other.body);
}

TEST(refusals, tell_retry_from_unknown_and_ask_to_come_back_for_both) {
    tests::support::counting_telemetry counts;
    const refusals refuse{counts};
    const auto retry = refuse(errc::retry, with_headers({}));
    const auto unknown = refuse(errc::unknown, with_headers({}));
    EXPECT_EQ(retry.status, 503);
    EXPECT_EQ(unknown.status, 503);
    EXPECT_THAT(retry.body, HasSubstr("tijdelijk_niet_beschikbaar"));
    EXPECT_THAT(unknown.body, HasSubstr("uitkomst_onbekend"));
    EXPECT_THAT(retry.headers, Contains(Pair("Retry-After", "5")));
    EXPECT_THAT(unknown.headers, Contains(Pair("Retry-After", "5")));
}

TEST(parameters, refuse_what_the_resource_does_not_know_without_repeating_it) {
    exchange::request asked;
    asked.query = {{"bsn", "111222333"}};
    const auto known = only_parameters(asked, {"na", "maximum"});
    ASSERT_FALSE(known);
    EXPECT_EQ(known.error().invalid_params.front().name, "?*");
}

TEST(parameters, read_pages_within_their_bounds) {
    exchange::request asked;
    EXPECT_EQ(page_of(asked, 50, 100)->limit, 50U);
    asked.query = {{"na", "17"}, {"maximum", "100"}};
    EXPECT_EQ(page_of(asked, 50, 100)->after, 17U);
    for (const auto* wrong : {"0", "101", "-1", "", "1e3", "9999999999999999999"}) {
        asked.query = {{"maximum", wrong}};
        EXPECT_FALSE(page_of(asked, 50, 100)) << wrong;
    }
}

}  // namespace
}  // namespace adapters::http::answering
