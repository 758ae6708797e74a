#include "hub/model/oin.hpp"

#include <gtest/gtest.h>

namespace {

using hub::model::oin;

TEST(oin, takes_twenty_positions) {
    for (const auto* text :
         {"00000001823288444000", "00000099000000010000", "0000000700AB12000000"}) {
        const auto value = oin::parse(text);
        ASSERT_TRUE(value) << text;
        EXPECT_EQ(value->text(), text);
    }
}

TEST(oin, refuses_other_lengths_and_characters) {
    for (const auto* text :
         {"",
          "0000000182328844400",
          "000000018232884440000",
          "A0000001823288444000",
          "0000000182328844400a",
          "00000001 82328844400"}) {
        EXPECT_FALSE(oin::parse(text)) << text;
    }
}

TEST(oin, knows_the_test_prefix) {
    EXPECT_TRUE(oin::parse("00000099000000010000")->is_test());
    EXPECT_FALSE(oin::parse("00000001823288444000")->is_test());
}

}  // namespace
