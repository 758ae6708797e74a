#include "adapters/formats/json/text_kind.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

namespace adapters::formats::json {
namespace {

std::string checked(
    kind what,
    std::string_view text,
    limits size = {},
    bsn_check strictness = bsn_check::strict
) {
    const field where{.name = "x", .what = what, .size = size, .value = {}, .description = {}};
    const auto wrong = check_text(where, text, strictness);
    return wrong ? std::string{code_of(*wrong)} : std::string{};
}

void expect_all(kind what, const std::vector<std::string_view>& texts, std::string_view verdict) {
    for (const auto text : texts) {
        EXPECT_EQ(checked(what, text), verdict) << text;
    }
}

TEST(text_kind, holds_a_bsn_to_the_elfproef) {
    expect_all(kind::bsn, {"111222333", "123456782", "999990342", "012345672", "12345672"}, "");
    expect_all(kind::bsn, {"987654321", "123456789", "000000000", "00000000"}, "elfproef");
    expect_all(
        kind::bsn,
        {"1234567789", "1234567", "11122233a", "111.222.333", " 111222333", "+11222333"},
        "ongeldig_bsn"
    );
}

TEST(text_kind, lets_a_bsn_fail_the_elfproef_where_that_is_allowed) {
    EXPECT_EQ(checked(kind::bsn, "123456789", {}, bsn_check::lenient), "");
    EXPECT_EQ(checked(kind::bsn, "1234567789", {}, bsn_check::lenient), "ongeldig_bsn");
}

TEST(text_kind, keeps_a_bsn_with_nine_digits_and_a_uuid_in_lower_case) {
    std::string buffer;
    EXPECT_EQ(canonical_text(kind::bsn, "12345672", buffer), "012345672");
    EXPECT_EQ(canonical_text(kind::bsn, "111222333", buffer), "111222333");
    EXPECT_EQ(
        canonical_text(kind::uuid, "01931B66-7D50-7C8A-9D3C-2F6A1C0B9E10", buffer),
        "01931b66-7d50-7c8a-9d3c-2f6a1c0b9e10"
    );
    EXPECT_EQ(canonical_text(kind::line, "ABC", buffer), "ABC");
}

TEST(text_kind, knows_an_oin) {
    expect_all(
        kind::oin,
        {"00000001823288444000",
         "00000001002220647000",
         "00000099100000001000",
         "0000000700AB12345000"},
        ""
    );
    expect_all(
        kind::oin,
        {"0000000182328844400",
         "000000018232884440000",
         "0000000a823288444000",
         "0000000700ab12345000"},
        "ongeldig_oin"
    );
}

TEST(text_kind, knows_a_date) {
    expect_all(kind::date, {"2024-02-29", "1999-12-31"}, "");
    expect_all(
        kind::date,
        {"2023-02-29", "2024-13-01", "2024-1-1", "20240101", "01-01-2024", "2024-01-01T00:00:00Z"},
        "ongeldige_datum"
    );
}

TEST(text_kind, knows_an_email_address) {
    expect_all(
        kind::email,
        {"a@b.nl",
         "j.de-vries+maatwerk@sub.gemeente-a.example",
         "o'neil@x.nl",
         std::string(64, 'a') + "@b.nl"},
        ""
    );
    expect_all(
        kind::email,
        {"a",
         "a@",
         "@b.nl",
         "a@b",
         "a@b.",
         "a@.nl",
         "a@-b.nl",
         "a@b-.nl",
         "a@@b.nl",
         ".a@b.nl",
         "a.@b.nl",
         "a..b@c.nl",
         std::string(65, 'a') + "@b.nl",
         "a b@c.nl",
         "a@b c.nl",
         "<a@b.nl>"},
        "ongeldig_emailadres"
    );
}

TEST(text_kind, knows_a_telephone_number) {
    expect_all(
        kind::telephone, {"+31 70 123 45 67", "(070) 123 45 67", "0701234567", "112112"}, ""
    );
    expect_all(
        kind::telephone,
        {"+", "0", "070-", "tel 070", "070/123456", "++31701234567", "070 123 45 67 a"},
        "ongeldig_telefoonnummer"
    );
}

TEST(text_kind, knows_a_destination) {
    expect_all(kind::destination, {"loket", "let", "register", "00000099100000001000"}, "");
    expect_all(
        kind::destination, {"Loket", "gemeente", "0000009910000000100"}, "ongeldige_bestemming"
    );
}

TEST(text_kind, knows_a_pointer) {
    expect_all(kind::pointer, {"/vraag", "/betrokkenOrganisaties/0/oin", "/geprobeerd/*"}, "");
    expect_all(
        kind::pointer, {"vraag", "/", "//a", "/a/", "/a b", "/a//b"}, "ongeldige_verwijzing"
    );
}

TEST(text_kind, keeps_a_line_on_one_line) {
    expect_all(kind::line, {"a", " a", "a ", "é"}, "");
    expect_all(kind::line, {"", " ", "   "}, "leeg");
    expect_all(kind::line, {"a\nb", "a\tb", "\x7F", "\n"}, "ongeldig_teken");
    expect_all(kind::text, {"a\nb", "\ta\r\n"}, "");
    expect_all(kind::text, {"\n", " \t\r\n"}, "leeg");
    expect_all(kind::text, {"a\x01", "a\x0B"}, "ongeldig_teken");
}

TEST(text_kind, counts_characters_and_not_bytes) {
    EXPECT_EQ(checked(kind::line, "ééé", {1, 3}), "");
    EXPECT_EQ(checked(kind::line, "éééé", {1, 3}), "te_lang");
    EXPECT_EQ(checked(kind::line, "😀😀😀", {1, 3}), "");
    EXPECT_EQ(checked(kind::line, "éé", {3, 9}), "te_kort");
}

}  // namespace
}  // namespace adapters::formats::json
