#include "adapters/formats/text/media_type.hpp"

#include <gtest/gtest.h>

namespace adapters::formats::text {
namespace {

TEST(media_type, is_read_without_its_parameters) {
    EXPECT_EQ(parse_media_type("Application/JSON").name, "application/json");
    EXPECT_EQ(parse_media_type("text/xml ; charset=utf-8").name, "text/xml");
    EXPECT_EQ(parse_media_type("").name, "");
}

TEST(media_type, tells_its_charset) {
    EXPECT_EQ(parse_media_type("text/xml").charset, "");
    EXPECT_EQ(parse_media_type("text/xml; charset=UTF-8").charset, "utf-8");
    EXPECT_EQ(parse_media_type("text/xml; charset=\"ISO-8859-1\"; a=b").charset, "iso-8859-1");
}

}  // namespace
}  // namespace adapters::formats::text
