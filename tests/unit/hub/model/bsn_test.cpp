#include "hub/model/bsn.hpp"

#include <gtest/gtest.h>

namespace {

using hub::model::find_bsn;
using hub::model::is_bsn;
using hub::model::passes_elfproef;

TEST(bsn, passes_the_elfproef) {
    for (const auto* text : {"111222333", "123456782", "999990342", "012345672"}) {
        EXPECT_TRUE(is_bsn(text)) << text;
    }
}

TEST(bsn, is_refused_by_the_elfproef_or_its_length) {
    for (const auto* text :
         {"987654321", "123456789", "000000000", "1234567789", "12345672", "", "11122233a"}) {
        EXPECT_FALSE(is_bsn(text)) << text;
    }
}

TEST(elfproef, takes_eight_digits_as_nine_with_a_zero_in_front) {
    EXPECT_TRUE(passes_elfproef("12345672"));
    EXPECT_FALSE(passes_elfproef("12345671"));
    EXPECT_FALSE(passes_elfproef("00000000"));
    EXPECT_FALSE(passes_elfproef("1234567"));
}

TEST(bsn, is_found_as_a_whole_token) {
    for (const auto* text :
         {"111222333",
          "bsn 111222333",
          "ref-111222333",
          "ref_111222333",
          "urn:x:111222333:y",
          "(111222333)",
          "1 123456782"}) {
        EXPECT_TRUE(find_bsn(text)) << text;
    }
    EXPECT_EQ(find_bsn("bsn 111222333"), 4U);
}

// OINs, UUIDs, case numbers and longer numbers pass, although some hold nine digits that would.
TEST(bsn, is_no_part_of_something_longer) {
    for (const auto* text :
         {"00000001823288444000",
          "00000001002220647000",
          "urn:nld:oin:00000001822477348000",
          "0190c5d2-1112-7223-8331-112223330000",
          "a1112223330",
          "1112223334",
          "ZAAK-2024-0000012345",
          "Z2024/123456",
          "2024-00123456",
          "HZ_WABO-24-1234",
          "0612345678",
          "2024-07-01T12:00:00.111222Z",
          "\xC3\xA9"
          "111222333"}) {
        EXPECT_FALSE(find_bsn(text)) << text;
    }
}

TEST(bsn, is_found_wherever_a_text_that_passes_is_cut) {
    for (const auto* text :
         {"bsn 111222333.", "111222333", "1112223334", "a111222333 x", "11122233"}) {
        const std::string_view whole{text};
        for (std::size_t first = 0; first <= whole.size(); ++first) {
            for (std::size_t second = first; second <= whole.size(); ++second) {
                hub::model::bsn_watch watch;
                watch.add(whole.substr(0, first));
                watch.add(whole.substr(first, second - first));
                watch.add(whole.substr(second));
                EXPECT_EQ(watch.found(), find_bsn(whole).has_value()) << text;
            }
        }
    }
}

}  // namespace
