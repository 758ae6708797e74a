#include "adapters/formats/stuf/moment.hpp"

#include <gtest/gtest.h>

#include <string>

namespace adapters::formats::stuf {
namespace {

std::string utc(std::string_view text) {
    const auto found = parse_moment(text);
    return found ? hub::model::to_rfc3339(found->at) : "geen";
}

TEST(stuf_moment, is_local_time_in_the_netherlands) {
    EXPECT_EQ(utc("20260115103000"), "2026-01-15T09:30:00.000000Z");
    EXPECT_EQ(utc("20260715103000"), "2026-07-15T08:30:00.000000Z");
    EXPECT_EQ(utc("20260715103000123"), "2026-07-15T08:30:00.123000Z");
    EXPECT_EQ(utc("202607151030005"), "2026-07-15T08:30:00.500000Z");
}

TEST(stuf_moment, of_the_hour_that_exists_twice_is_the_first) {
    const auto twice = parse_moment("20261025023000");
    ASSERT_TRUE(twice);
    EXPECT_EQ(twice->is, reading::ambiguous);
    EXPECT_EQ(utc("20261025023000"), "2026-10-25T00:30:00.000000Z");
    EXPECT_EQ(parse_moment("20261025033000")->is, reading::plain);
}

TEST(stuf_moment, of_the_hour_that_does_not_exist_is_when_summer_time_begins) {
    const auto never = parse_moment("20260329023000123");
    ASSERT_TRUE(never);
    EXPECT_EQ(never->is, reading::missing);
    EXPECT_EQ(utc("20260329023000123"), "2026-03-29T01:00:00.000000Z");
}

TEST(stuf_moment, refuses_what_is_none) {
    for (const auto* wrong :
         {"",
          "20260115",
          "20261301000000",
          "20260230000000",
          "20260115240000",
          "20260115106000",
          "2026011510300x",
          "202601151030001234",
          "-0260115103000"}) {
        EXPECT_FALSE(parse_moment(wrong)) << wrong;
    }
    EXPECT_EQ(full_date("20240229"), "2024-02-29");
    EXPECT_EQ(full_date("20230229"), "");
    EXPECT_EQ(full_date("2023-1-1"), "");
}

TEST(stuf_moment, is_written_as_it_is_read) {
    const auto at = *hub::model::parse_rfc3339("2026-07-15T08:30:00.123Z");
    EXPECT_EQ(write_moment(at), "20260715103000123");
    EXPECT_EQ(parse_moment(write_moment(at))->at, at);
}

}  // namespace
}  // namespace adapters::formats::stuf
