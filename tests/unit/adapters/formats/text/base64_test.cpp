#include "adapters/formats/text/base64.hpp"

#include <gtest/gtest.h>

namespace adapters::formats::text {
namespace {

TEST(base64, reads_the_vectors_of_rfc_4648) {
    EXPECT_EQ(decode_base64(""), "");
    EXPECT_EQ(decode_base64("Zg=="), "f");
    EXPECT_EQ(decode_base64("Zm8="), "fo");
    EXPECT_EQ(decode_base64("Zm9v"), "foo");
    EXPECT_EQ(decode_base64("Zm9vYmFy"), "foobar");
    EXPECT_EQ(decode_base64("+/8="), "\xFB\xFF");
}

TEST(base64, refuses_what_is_none) {
    for (const auto* wrong :
         {"Z",
          "Zg",
          "Zg=",
          "Zg===",
          "Zm8==",
          "=",
          "Zg==Zg==",
          "Zm9v!",
          "Zm 9v",
          "Zm9v\n",
          "Zm-_"}) {
        EXPECT_FALSE(decode_base64(wrong)) << wrong;
    }
}

TEST(base64, reads_wrapped_text_piece_by_piece) {
    base64_reader reader{white_space::skipped};
    std::string bytes;
    for (const auto* piece : {"Z", "m9\r\n", " v", "Ym", "F", "y\n"}) {
        EXPECT_TRUE(reader.feed(piece, bytes));
    }
    EXPECT_TRUE(reader.finish());
    EXPECT_EQ(bytes, "foobar");
}

}  // namespace
}  // namespace adapters::formats::text
