#include "hub/model/uuid.hpp"

#include <gtest/gtest.h>

namespace {

using namespace hub::model;

TEST(uuid, is_written_in_lower_case_and_read_in_either) {
    const auto lower = uuid::parse("0188f4c2-7b1a-7def-8abc-0123456789ab");
    ASSERT_TRUE(lower);
    EXPECT_EQ(lower->to_string(), "0188f4c2-7b1a-7def-8abc-0123456789ab");
    EXPECT_EQ(uuid::parse("0188F4C2-7B1A-7DEF-8ABC-0123456789AB"), lower);
}

TEST(uuid, refuses_other_text) {
    for (const auto* text :
         {"",
          "0188f4c27b1a7def8abc0123456789ab",
          "0188f4c2-7b1a-7def-8abc-0123456789ag",
          "0188f4c2-7b1a-7def-8abc-0123456789abc",
          "{188f4c2-7b1a-7def-8abc-0123456789ab"}) {
        EXPECT_FALSE(uuid::parse(text)) << text;
    }
}

TEST(uuid, version_7_carries_the_millisecond_first) {
    constexpr std::array<std::uint8_t, 10> random{0xFF, 1, 0xFF, 3, 4, 5, 6, 7, 8, 9};
    const auto value = uuid::version_7(from_microseconds(0x0188F4C27B1A * 1000LL + 999), random);
    EXPECT_EQ(value.to_string(), "0188f4c2-7b1a-7f01-bf03-040506070809");
}

TEST(uuid, of_a_later_millisecond_sorts_behind) {
    constexpr std::array<std::uint8_t, 10> high{
        0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF};
    constexpr std::array<std::uint8_t, 10> low{};
    EXPECT_LT(
        uuid::version_7(from_microseconds(1000), high),
        uuid::version_7(from_microseconds(2000), low)
    );
}

TEST(tagged_uuid, reads_sixteen_raw_bytes_only) {
    const auto id = message_id::parse("0188f4c2-7b1a-7def-8abc-0123456789ab");
    ASSERT_TRUE(id);
    EXPECT_EQ(message_id::from_bytes(id->view()), id);
    EXPECT_FALSE(message_id::from_bytes(id->view().substr(1)));
}

}  // namespace
