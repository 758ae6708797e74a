// The reader of large texts and the library's parser: the same tree of what is JSON, and a refusal
// of the same texts.
#include "adapters/formats/json/large_text.hpp"

#include "adapters/formats/json/syntax.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <random>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace adapters::formats::json {
namespace {

using namespace std::string_literals;
using simdjson::dom::element;
using simdjson::dom::element_type;

// All that can be asked of a tree, as text.
void tell(std::ostream& out, element one) {
    out << static_cast<char>(one.type());
    switch (one.type()) {
        case element_type::ARRAY:
            out << one.get_array().value().size();
            for (const element each : one.get_array()) {
                tell(out, each);
            }
            break;
        case element_type::OBJECT:
            out << one.get_object().value().size();
            for (const auto member : one.get_object()) {
                out << member.key.size() << member.key;
                tell(out, member.value);
            }
            break;
        case element_type::STRING:
            out << one.get_string().value().size() << one.get_string().value();
            break;
        case element_type::INT64:
            out << one.get_int64().value();
            break;
        case element_type::UINT64:
            out << one.get_uint64().value();
            break;
        case element_type::DOUBLE:
            out << std::hexfloat << one.get_double().value();
            break;
        case element_type::BOOL:
            out << one.get_bool().value();
            break;
        case element_type::NULL_VALUE:
            break;
    }
    out << ';';
}

std::optional<std::string> told(simdjson::simdjson_result<element> read) {
    element root;
    if (read.get(root) != simdjson::SUCCESS) {
        return std::nullopt;
    }
    std::ostringstream out;
    tell(out, root);
    return out.str();
}

std::optional<std::string> by_library(std::string_view text) {
    simdjson::dom::parser parser;
    EXPECT_EQ(parser.allocate(text.size() + 1, maximum_depth), simdjson::SUCCESS);
    return told(parser.parse(text.data(), text.size(), true));
}

std::optional<std::string> by_us(std::string_view text) {
    simdjson::dom::document document;
    if (read_large_text(text, document) != simdjson::SUCCESS) {
        return std::nullopt;
    }
    return told(document.root());
}

const std::vector<std::string> right{
    R"({})",
    R"([])",
    R"(null)",
    R"("")",
    R"( [ 1 , -2 , 0 , -0 , 1.5e3 , 1E-2 , true , false , null ] )",
    R"({"a":{"b":[{},[],{"c":[[1],[2,3]]}]},"":"","a":2})",
    R"(["\"\\\/\b\f\n\r\t","\u0041\u00e9\u20ac\ud83d\ude00\u0000","é€😀"])",
    R"([9223372036854775807,9223372036854775808,18446744073709551615,-9223372036854775808])",
    R"([1e-400,-1e-400,0e999,0.0e-999,1e-99999999999999999999,5e-324,1e-323])",
    "[0." + std::string(400, '0') + "1e+50,-0." + std::string(400, '0') + "1]",
    R"([0.1,1e308,2.2250738585072014e-308,123456789.123456789])",
    "\t[1,\r\n2]\n",
};

const std::vector<std::string> wrong{
    "",
    " ",
    "x",
    "{",
    "}",
    "[1,2}",
    "[1 2]",
    "[,1]",
    "[1,]",
    "{\"a\"}",
    "{\"a\":}",
    "{\"a\":1,}",
    "{a:1}",
    "{1:1}",
    "[01]",
    "[1.]",
    "[.5]",
    "[-]",
    "[+1]",
    "[1e]",
    "[1e+]",
    "[0x1]",
    "[NaN]",
    "[1e999]",
    "[1e99999999999999999999]",
    "[1" + std::string(400, '0') + "e-50]",
    "[18446744073709551616]",
    "[-9223372036854775809]",
    "[tru]",
    "[truex]",
    "[nul]",
    "[1]2",
    "[1][2]",
    "\"a",
    "[\"a]",
    "\"\\x\"",
    "\"\\u12\"",
    "\"\\u12g4\"",
    "\"\\\"",
    "\"\\ud800\"",
    "\"\\udc00\"",
    "\"\\ud800\\u0041\"",
    "\"\\ud800\\ud800\"",
    "\"a\nb\"",
    "\"a\0b\""s,
    "[1]\0"s,
    "\xEF\xBB\xBF[]",
    "\"\xC0\xAF\"",
    "\"\xED\xA0\x80\"",
    "\"\xFF\"",
    "[1]\xC2\xA0",
    "[/**/1]",
};

TEST(large_text, is_read_as_the_library_reads_it) {
    for (const auto& text : right) {
        ASSERT_TRUE(by_us(text)) << text;
        EXPECT_EQ(by_us(text), by_library(text)) << text;
    }
}

TEST(large_text, is_refused_as_the_library_refuses_it) {
    for (const auto& text : wrong) {
        EXPECT_FALSE(by_library(text)) << text;
        EXPECT_FALSE(by_us(text)) << text;
    }
}

TEST(large_text, may_be_as_deep_as_the_library_has_it) {
    for (std::size_t depth = 28; depth < 36; ++depth) {
        const auto text = std::string(depth, '[') + std::string(depth, ']');
        EXPECT_EQ(by_us(text), by_library(text)) << depth;
    }
}

TEST(large_text, has_no_more_fields_and_values_than_are_looked_at) {
    const auto with = [](std::size_t values) {
        std::string text = "[1";
        for (std::size_t i = 1; i < values; ++i) {
            text += ",1";
        }
        return text + "]";
    };
    simdjson::dom::document document;
    EXPECT_EQ(read_large_text(with(most_words / 2 - 1), document), simdjson::SUCCESS);
    EXPECT_EQ(read_large_text(with(most_words / 2 + 1), document), simdjson::CAPACITY);
}

// Seeded: the same texts in every run.
TEST(large_text, is_judged_as_the_library_does_whatever_is_changed_in_it) {
    std::mt19937 chance{20261122};
    constexpr std::string_view likely = "{}[]\",:\\u0123eE+-. tfnrl\n\xC3\xA9\x01";
    for (int round = 0; round < 4'000; ++round) {
        auto text = right[chance() % right.size()];
        for (auto changes = chance() % 4; changes > 0; --changes) {
            const auto at = chance() % (text.size() + 1);
            const auto length = chance() % 3;
            text.replace(
                at,
                std::min<std::size_t>(length, text.size() - at),
                1,
                likely[chance() % likely.size()]
            );
        }
        EXPECT_EQ(by_us(text), by_library(text)) << text;
    }
}

}  // namespace
}  // namespace adapters::formats::json
