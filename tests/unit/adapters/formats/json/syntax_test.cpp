// JSON nasties: what is no JSON, or no JSON for us, is refused alone and before any schema error.
#include "tests/unit/adapters/formats/json/reading.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

namespace adapters::formats::json {
namespace {

using hub::model::message_type;
using namespace std::string_literals;

std::string signal_verdict(std::string_view bytes) {
    return verdict(message_type::signaal, bytes);
}

// A signal that is right but for this text as its omschrijving, given with its quotes.
std::string signal_with(std::string_view text) {
    return R"({"id":"1","categorie":"overig","omschrijving":)" + std::string{text} + "}";
}

TEST(json_syntax, refuses_what_is_no_json) {
    const std::vector<std::string> texts{
        "",
        " \n",
        "x",
        "{",
        "}",
        "[1,2}",
        "[tru,nul]",
        R"({"x":tru})",
        R"({"x":nul})",
        R"({"x":truex})",
        R"({"x":01})",
        R"({"x":1.})",
        R"({"x":.5})",
        R"({"x":-})",
        R"({"x":+1})",
        R"({"x":0x1})",
        R"({"x":NaN})",
        R"({"x":Infinity})",
        R"({"x":1e999})",
        R"({"x":123456789012345678901234567890})",
        R"({x:1})",
        R"({'x':1})",
        R"({"x":1,})",
        R"({"x":[1,]})",
        R"({"x" 1})",
        R"({"x":"a)",
        R"({"x":/* */1})",
        "{\"x\":1}\f",
        "{\"x\":1\xC2\xA0}",
    };
    for (const auto& text : texts) {
        EXPECT_EQ(signal_verdict(text), "json_ongeldig") << text;
    }
}

TEST(json_syntax, refuses_no_bytes_at_all) {
    EXPECT_EQ(signal_verdict(std::string_view{}), "json_ongeldig");
}

TEST(json_syntax, refuses_whatever_follows_the_document) {
    const std::string right{smallest_signaal};
    EXPECT_EQ(signal_verdict(right), "");
    EXPECT_EQ(signal_verdict(" \t\r\n" + right + "\n"), "");
    EXPECT_EQ(signal_verdict(right + right), "json_ongeldig");
    EXPECT_EQ(signal_verdict(right + " 1"), "json_ongeldig");
    EXPECT_EQ(signal_verdict(right + "]"), "json_ongeldig");
    EXPECT_EQ(signal_verdict(right + "\0"s), "json_ongeldig");
}

TEST(json_syntax, refuses_a_byte_order_mark) {
    EXPECT_EQ(signal_verdict("\xEF\xBB\xBF" + std::string{smallest_signaal}), "json_ongeldig");
    EXPECT_EQ(signal_verdict("\xFF\xFE{\0}\0"s), "json_ongeldig");
}

TEST(json_syntax, refuses_what_is_no_utf8) {
    for (const std::string bytes :
         {"\xFF",
          "\xC0\x80",
          "\xC3",
          "\xE2\x82",
          "\xED\xA0\x80",
          "\xF4\x90\x80\x80",
          "\xF0\x80\x80\x80"}) {
        EXPECT_EQ(signal_verdict(signal_with('"' + bytes + '"')), "json_ongeldig");
        EXPECT_EQ(signal_verdict(with(smallest_signaal, '"' + bytes + "\":1")), "json_ongeldig");
    }
    EXPECT_EQ(signal_verdict(signal_with("\"één € 😀\"")), "");
}

TEST(json_syntax, refuses_half_a_surrogate_pair) {
    for (const auto* text :
         {R"("\ud800")",
          R"("\udc00")",
          R"("\udc00\ud800")",
          R"("\ud800\u0041")",
          R"("\ud800\ud800")"}) {
        EXPECT_EQ(signal_verdict(signal_with(text)), "json_ongeldig") << text;
    }
    EXPECT_EQ(signal_verdict(signal_with(R"("\ud83d\ude00")")), "");
}

TEST(json_syntax, refuses_control_characters_written_raw) {
    EXPECT_EQ(signal_verdict(signal_with("\"a\nb\"")), "json_ongeldig");
    EXPECT_EQ(signal_verdict(signal_with("\"a\0b\""s)), "json_ongeldig");
    EXPECT_EQ(signal_verdict(signal_with(R"("a\nb")")), "");
}

TEST(json_syntax, refuses_control_characters_written_with_escapes) {
    const std::string wrong = "bericht_ongeldig /omschrijving:ongeldig_teken";
    EXPECT_EQ(signal_verdict(signal_with(R"("a\u0000b")")), wrong);
    EXPECT_EQ(signal_verdict(signal_with(R"("a\u0007b")")), wrong);
    EXPECT_EQ(signal_verdict(signal_with(R"("a\u007fb")")), wrong);
}

TEST(json_syntax, refuses_invalid_escapes) {
    for (const auto* text : {R"("\x41")", R"("\u12G4")", R"("\u12")", R"("\")"}) {
        EXPECT_EQ(signal_verdict(signal_with(text)), "json_ongeldig") << text;
    }
}

TEST(json_syntax, refuses_deep_nesting) {
    const auto nested = [](std::size_t depth) {
        return with(
            smallest_signaal, R"("x":)" + std::string(depth, '[') + std::string(depth, ']')
        );
    };
    EXPECT_EQ(signal_verdict(nested(20)), "bericht_ongeldig /*:onbekend_veld");
    EXPECT_EQ(signal_verdict(nested(32)), "json_te_diep");
    EXPECT_EQ(signal_verdict(nested(400'000)), "json_te_diep");
    EXPECT_EQ(signal_verdict(std::string(500'000, '[')), "json_ongeldig");
}

TEST(json_syntax, refuses_more_bytes_than_the_limit) {
    const decoder_options small{.maximum_bytes = smallest_signaal.size()};
    EXPECT_EQ(verdict(message_type::signaal, smallest_signaal, small), "");
    EXPECT_EQ(
        verdict(message_type::signaal, std::string{smallest_signaal} + " ", small), "te_groot"
    );
}

TEST(json_syntax, reads_large_and_small_texts_in_turn) {
    const std::string large = std::string{smallest_signaal} + std::string(500'000, ' ');
    for (int turn = 0; turn < 3; ++turn) {
        EXPECT_EQ(signal_verdict(large), "");
        EXPECT_EQ(signal_verdict(smallest_signaal), "");
        EXPECT_EQ(signal_verdict("{"), "json_ongeldig");
    }
}

TEST(json_syntax, never_repeats_what_was_sent) {
    const auto decided = decode(
        message_type::signaal, R"({"geheim":"geheim","categorie":"geheim","id":"","kenmerk":7})"
    );
    ASSERT_FALSE(decided);
    EXPECT_EQ(decided.error().words.find("geheim"), std::string::npos);
    ASSERT_EQ(decided.error().invalid_params.size(), 5U);
    for (const auto& each : decided.error().invalid_params) {
        EXPECT_EQ((each.name + each.code + each.reason).find("geheim"), std::string::npos);
        EXPECT_FALSE(each.reason.empty());
    }
}

}  // namespace
}  // namespace adapters::formats::json
