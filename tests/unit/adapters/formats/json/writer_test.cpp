#include "adapters/formats/json/writer.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

namespace adapters::formats::json {
namespace {

std::string written(std::string_view text) {
    std::string out;
    append_string(out, text);
    return out;
}

TEST(json_writer, separates_members_and_elements_with_commas) {
    std::string out;
    json_writer writer{out};
    writer.begin_object()
        .member("a", "x")
        .key("b")
        .begin_array()
        .number(1)
        .string("y")
        .begin_object();
    writer.end_object()
        .end_array()
        .key("c")
        .null()
        .key("d")
        .boolean(true)
        .member("e", 2)
        .end_object();
    EXPECT_EQ(out, R"({"a":"x","b":[1,"y",{}],"c":null,"d":true,"e":2})");
}

TEST(json_writer, writes_the_whole_range_of_numbers) {
    std::string out;
    json_writer{out}
        .begin_array()
        .number(std::numeric_limits<std::int64_t>::min())
        .number(std::numeric_limits<std::uint64_t>::max())
        .end_array();
    EXPECT_EQ(out, "[-9223372036854775808,18446744073709551615]");
}

TEST(json_writer, leaves_out_what_is_empty) {
    std::string out;
    json_writer{out}
        .begin_object()
        .member_unless_empty("a", "")
        .member_unless_empty("b", "x")
        .end_object();
    EXPECT_EQ(out, R"({"b":"x"})");
}

TEST(json_writer, embeds_raw_json) {
    std::string out;
    json_writer{out}.begin_object().member("a", 1).key("b").raw("{}").member("c", 2).end_object();
    EXPECT_EQ(out, R"({"a":1,"b":{},"c":2})");
}

TEST(json_writer, escapes_what_json_wants_escaped) {
    EXPECT_EQ(written("a\"b\\c/"), R"("a\"b\\c/")");
    EXPECT_EQ(written("\n\r\t"), R"("\n\r\t")");
    EXPECT_EQ(written(std::string_view{"\0\x1F\x7F", 3}), R"("\u0000\u001f\u007f")");
}

TEST(json_writer, keeps_utf8_as_it_is) {
    EXPECT_EQ(written("é € 😀"), "\"é € 😀\"");
}

TEST(json_writer, replaces_what_is_no_utf8) {
    EXPECT_EQ(written("a\xFF"), "\"a\xEF\xBF\xBD\"");
    EXPECT_EQ(written("\xC0\x80"), "\"\xEF\xBF\xBD\xEF\xBF\xBD\"");
    EXPECT_EQ(written("\xED\xA0\x80"), "\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\"");
    EXPECT_EQ(written("\xE2\x82"), "\"\xEF\xBF\xBD\xEF\xBF\xBD\"");
}

}  // namespace
}  // namespace adapters::formats::json
