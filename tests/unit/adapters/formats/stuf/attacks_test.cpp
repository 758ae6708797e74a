// XML that means harm: a clear refusal, and never more memory than the limits say.
#include "adapters/formats/stuf/xml_reader.hpp"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace adapters::formats::stuf {
namespace {

std::string code_of(const std::string& text, const std::string& charset = "") {
    const auto read = read_xml(text, charset, {});
    return read ? "gelezen" : read.error().code;
}

std::string repeated(std::string_view text, std::size_t times) {
    std::string result;
    for (std::size_t i = 0; i < times; ++i) {
        result += text;
    }
    return result;
}

TEST(xml, refuses_every_attack_by_its_name) {
    const std::string laughs =
        R"(<!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;">]><a>&c;</a>)";
    const std::vector<std::pair<std::string, std::string>> table{
        {laughs, "xml_verboden"},
        {R"(<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>)", "xml_verboden"},
        {R"(<!DOCTYPE a [<!ENTITY x SYSTEM "http://elders.example/">]><a>&x;</a>)", "xml_verboden"},
        {R"(<!DOCTYPE a [<!ENTITY % p SYSTEM "x"> %p;]><a/>)", "xml_verboden"},
        {"<!DOCTYPE a [<!ENTITY x '" + std::string(100'000, 'x') + "'>]><a>" +
             repeated("&x;", 1000) + "</a>",
         "xml_verboden"},
        {"<a>&onbekend;</a>", "xml_ongeldig"},
        {repeated("<a>", 100'000), "xml_te_groot"},
        {"<a>" + repeated("<b/>", 20'000) + "</a>", "xml_te_groot"},
        {"<a b='" + std::string(5'000, 'x') + "'/>", "xml_te_groot"},
        {"<a>" + std::string(70'000, 'x') + "</a>", "xml_te_groot"},
        {std::string(1'048'577, ' '), "te_groot"},
        {"<?xml version='1.0' encoding='UTF-7'?><a/>", "codering_onbekend"},
        {"<?xml version='1.0' encoding='UTF-16'?><a/>", "codering_onbekend"},
        {std::string{"\xFF\xFE<\0a\0", 6}, "codering_onbekend"},
        {"<a>\xC0\xAF</a>", "xml_ongeldig"},
        {"<a>\xE0\x80\xAF</a>", "xml_ongeldig"},
        {"<a>\xED\xA0\x80</a>", "xml_ongeldig"},
        {"<a>\xFF</a>", "xml_ongeldig"},
        {"<a>&#0;</a>", "xml_ongeldig"},
        {"<a><b></a></b>", "xml_ongeldig"},
        {"<a/><b/>", "xml_ongeldig"},
        {"<x:a/>", "xml_ongeldig"},
        {"<a b='1' b='2'/>", "xml_ongeldig"},
        {"", "xml_ongeldig"},
    };
    for (const auto& [text, expected] : table) {
        EXPECT_EQ(code_of(text), expected) << text.substr(0, 80);
    }
    EXPECT_EQ(code_of("<a/>", "utf-7"), "codering_onbekend");
}

TEST(xml, refuses_floods_of_attributes_and_namespaces) {
    std::string attributes;
    std::string namespaces;
    for (int i = 0; i < 300; ++i) {
        attributes += " a" + std::to_string(i) + "='x'";
        namespaces += " xmlns:n" + std::to_string(i) + "='urn:" + std::to_string(i) + "'";
    }
    EXPECT_EQ(code_of("<a" + attributes + "/>"), "xml_te_groot");
    EXPECT_EQ(code_of("<a" + namespaces + "/>"), "xml_te_groot");
}

TEST(xml, reads_both_codings_with_and_without_a_mark) {
    EXPECT_EQ(read_xml("\xEF\xBB\xBF<a>\xC3\xA9</a>", "", {})->front().text, "\xC3\xA9");
    EXPECT_EQ(
        read_xml("<?xml version='1.0' encoding='ISO-8859-1'?><a>\xE9</a>", "", {})->front().text,
        "\xC3\xA9"
    );
    EXPECT_EQ(read_xml("<a>\xE9</a>", "ISO-8859-1", {})->front().text, "\xC3\xA9");
    // Names of codings have no case.
    EXPECT_EQ(
        read_xml("<?xml version='1.0' encoding='Iso-8859-1'?><a>\xE9</a>", "", {})->front().text,
        "\xC3\xA9"
    );
    EXPECT_EQ(read_xml("<a><![CDATA[<b>]]>&amp;&#233;</a>", "", {})->front().text, "<b>&\xC3\xA9");
}

TEST(xml, names_places_in_its_own_prefixes) {
    const auto read = read_xml(
        R"(<a xmlns:z="http://www.egem.nl/StUF/sector/zkn/0310" xmlns:x="urn:x">)"
        R"(<z:b/><z:b>2</z:b><x:c/></a>)",
        "",
        {}
    );
    ASSERT_TRUE(read);
    EXPECT_EQ((*read)[0].path, "/*:a");
    EXPECT_EQ((*read)[1].path, "/*:a/ZKN:b");
    EXPECT_EQ((*read)[2].path, "/*:a/ZKN:b[2]");
    EXPECT_EQ((*read)[3].path, "/*:a/*:c");
}

}  // namespace
}  // namespace adapters::formats::stuf
