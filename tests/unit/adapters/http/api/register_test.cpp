#include "tests/unit/adapters/http/api/room.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <string>

namespace tests::unit::api {
namespace {

using testing::HasSubstr;
using testing::Not;

// The entry that the other organisation has made.
std::string enter(room& hub, std::string_view id = "r-1") {
    const auto answer = hub.post("/v1/registermutaties", registermutatie(id), role::ander);
    hub.bring();
    return member(answer.body, "vermelding");
}

TEST(the_register, answers_a_search_with_whom_to_reach) {
    room hub;
    const auto entry = enter(hub);
    ASSERT_NE(entry, "");
    const auto body = hub.post("/v1/register/_zoek", R"({"regio":"noord"})").body;
    EXPECT_THAT(body, HasSubstr(R"({"vermelding":")" + entry));
    EXPECT_THAT(body, HasSubstr(R"("oin":")" + other.to_string()));
    EXPECT_THAT(body, HasSubstr(R"("soort":"team","naam":"Team")"));
    EXPECT_THAT(body, HasSubstr(R"("leefgebieden":["schulden"])"));
    EXPECT_EQ(hub.post("/v1/register/_zoek", R"({"regio":"zuid"})").body, R"({"vermeldingen":[]})");
}

TEST(the_register, goes_on_behind_a_cursor) {
    room hub;
    // Entries come in the order of their ids; within one millisecond that is not the order of
    // entering.
    auto ids = std::array{enter(hub, "r-1"), enter(hub, "r-2")};
    std::sort(ids.begin(), ids.end());
    const auto& [first, second] = ids;
    const auto page = hub.post("/v1/register/_zoek", R"({"maximum":1})").body;
    EXPECT_THAT(page, HasSubstr(R"("volgende":")" + first));
    const auto rest = hub.post("/v1/register/_zoek?na=" + first, "{}").body;
    EXPECT_THAT(rest, HasSubstr(second));
    EXPECT_THAT(rest, Not(HasSubstr(R"("vermelding":")" + first)));
    EXPECT_EQ(hub.post("/v1/register/_zoek?na=17", "{}").status, 400U);
}

TEST(the_register, shows_one_entry) {
    room hub;
    const auto entry = enter(hub);
    EXPECT_THAT(hub.get("/v1/register/vermeldingen/" + entry).body, HasSubstr("Noord"));
    EXPECT_EQ(hub.get("/v1/register/vermeldingen/17").status, 404U);
    EXPECT_EQ(hub.get("/v1/register/vermeldingen/" + entry, role::ander).status, 403U);
}

TEST(the_register, says_what_it_cannot_search_for) {
    room hub;
    const auto answer = hub.post("/v1/register/_zoek", R"({"leefgebied":"alles","bsn":"1"})");
    EXPECT_EQ(answer.status, 400U);
    EXPECT_THAT(answer.body, HasSubstr("onbekende_waarde"));
    EXPECT_THAT(answer.body, HasSubstr("onbekend_veld"));
}

}  // namespace
}  // namespace tests::unit::api
