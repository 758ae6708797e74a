#include "hub/model/timestamp.hpp"

#include <gtest/gtest.h>

namespace {

using namespace hub::model;

TEST(timestamp, is_written_in_utc_with_microseconds) {
    EXPECT_EQ(to_rfc3339(from_microseconds(1'700'000'000'123'456)), "2023-11-14T22:13:20.123456Z");
}

TEST(timestamp, reads_any_offset) {
    const auto expected = from_microseconds(1'700'000'000'000'000);
    EXPECT_EQ(parse_rfc3339("2023-11-14T22:13:20Z"), expected);
    EXPECT_EQ(parse_rfc3339("2023-11-14T23:13:20+01:00"), expected);
    EXPECT_EQ(parse_rfc3339("2023-11-14T17:43:20.000-04:30"), expected);
}

TEST(timestamp, refuses_what_is_no_date_time) {
    for (const auto* text :
         {"",
          "2023-11-14",
          "2023-02-30T00:00:00Z",
          "2023-11-14T24:00:00Z",
          "2023-11-14T22:13:20",
          "2023-11-14T22:13:20.Z",
          "2023-11-14T22:13:20Zx",
          "2023-11-14 22:13:20Z"}) {
        EXPECT_FALSE(parse_rfc3339(text)) << text;
    }
}

TEST(timestamp, knows_dates_that_exist) {
    EXPECT_TRUE(is_full_date("2024-02-29"));
    EXPECT_FALSE(is_full_date("2023-02-29"));
    EXPECT_FALSE(is_full_date("2023-2-9"));
}

}  // namespace
