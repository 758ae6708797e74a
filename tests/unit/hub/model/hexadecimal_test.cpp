#include "hub/model/hexadecimal.hpp"

#include <gtest/gtest.h>

#include <array>

namespace {

using hub::model::hexadecimal;
using hub::model::parse_hexadecimal;

TEST(hexadecimal, writes_two_lower_case_digits_a_byte) {
    EXPECT_EQ(hexadecimal(std::array<std::uint8_t, 3>{0x00, 0x9A, 0xFF}), "009aff");
    EXPECT_EQ(hexadecimal({}), "");
}

TEST(hexadecimal, reads_what_it_wrote) {
    std::array<std::uint8_t, 3> bytes{};
    EXPECT_TRUE(parse_hexadecimal("009aff", bytes));
    EXPECT_EQ(bytes, (std::array<std::uint8_t, 3>{0x00, 0x9A, 0xFF}));
}

TEST(hexadecimal, reads_nothing_else) {
    std::array<std::uint8_t, 3> bytes{};
    for (const auto* text : {"", "009af", "009aff0", "009AFF", "009ag0", "0 9aff"}) {
        EXPECT_FALSE(parse_hexadecimal(text, bytes)) << text;
    }
}

}  // namespace
