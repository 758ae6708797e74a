#include "adapters/formats/receipt/receipt_reader.hpp"

#include "hub/vault/receipt.hpp"
#include "tests/support/test_seal.hpp"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace {

using adapters::formats::receipt::read_receipt;
using adapters::formats::receipt::read_seals;

hub::model::receipt make_receipt() {
    hub::model::receipt receipt;
    receipt.salt.fill(0x11);
    receipt.leaf = R"({"versie":1,"tekst":"\u000a"})";
    receipt.place = {1, 3, {}};
    receipt.place.path.resize(2);
    receipt.place.path[1].fill(0x22);
    receipt.head = "a.b.c";
    return receipt;
}

std::string seal_member(const hub::vault::seal_certificate& seal) {
    std::string pem;
    for (const char c : seal.pem()) {
        pem += c == '\n' ? std::string{"\\n"} : std::string{c};
    }
    return R"({"kid":")" + seal.key_id() + R"(","x5t#S256":")" + seal.thumbprint() +
           R"(","pem":")" + pem + R"(","van":"2026-01-01T00:00:00Z"})";
}

TEST(receipt_reader, reads_what_the_hub_wrote) {
    const auto written = hub::vault::receipt_text(make_receipt());
    const auto read = read_receipt(written);
    ASSERT_TRUE(read);
    EXPECT_EQ(hub::vault::receipt_text(*read), written);
    EXPECT_EQ(read->leaf, make_receipt().leaf);
}

TEST(receipt_reader, reads_a_whole_answer) {
    const auto written = hub::vault::receipt_text(make_receipt());
    const auto answer = "{ \"inzending\": \"x\",\n \"ontvangstbewijs\" : " + written + "\n}\n";
    ASSERT_TRUE(read_receipt(answer));
    EXPECT_EQ(hub::vault::receipt_text(*read_receipt(answer)), written);
}

TEST(receipt_reader, refuses_everything_else) {
    const auto good = hub::vault::receipt_text(make_receipt());
    const std::vector<std::pair<std::string, std::string>> changes{
        {R"("versie":1)", R"("versie":2)"},
        {R"("versie":1)", R"("versie":"1")"},
        {R"("versie":1,)", ""},
        {R"("index":1)", R"("index":-1)"},
        {R"("index":1)", R"("index":4294967296)"},
        {R"("index":1)", R"("index":1,"index":1)"},
        {R"("index":1)", R"("index":1,"anders":1)"},
        {"ERER", "ERE="},
        {R"("pad":[")", R"("pad":["AA",")"},
        {R"("pad":[)", R"("pad":[null,)"},
        {"\"a.b.c\"", "null"},
        {"\"a.b.c\"}", "\"a.b.c\""},
    };
    for (const auto& [from, to] : changes) {
        auto bad = good;
        ASSERT_NE(bad.find(from), std::string::npos) << from;
        bad.replace(bad.find(from), from.size(), to);
        EXPECT_FALSE(read_receipt(bad)) << to;
    }
    for (const auto* text : {"", "[]", "1", "{}", "{\"ontvangstbewijs\":{}}", "\xff"}) {
        EXPECT_FALSE(read_receipt(text)) << text;
    }
    EXPECT_FALSE(read_receipt(std::string(2'000'000, ' ')));
}

TEST(receipt_reader, reads_the_published_seals) {
    const tests::support::test_seal one;
    const tests::support::test_seal other;
    const auto text = R"({"zegels":[)" + seal_member(one.certificate()) + ',' +
                      seal_member(other.certificate()) + "]}";
    const auto trust = read_seals(text);
    ASSERT_TRUE(trust);
    EXPECT_EQ(trust->certificates().size(), 2U);
    EXPECT_NE(trust->find(other.key_id(), other.thumbprint()), nullptr);
}

TEST(receipt_reader, refuses_seals_under_other_names) {
    const tests::support::test_seal one;
    const tests::support::test_seal other;
    const auto good = seal_member(one.certificate());
    for (const auto& [from, to] :
         {std::pair{one.certificate().key_id(), other.certificate().key_id()},
          std::pair{one.certificate().thumbprint(), other.certificate().thumbprint()},
          std::pair{std::string{"BEGIN CERTIFICATE"}, std::string{"BEGIN"}}}) {
        auto bad = good;
        bad.replace(bad.find(from), from.size(), to);
        EXPECT_FALSE(read_seals(R"({"zegels":[)" + bad + "]}")) << to;
    }
    for (const auto* text : {"", "{}", "{\"zegels\":1}", "{\"zegels\":[1]}", "{\"zegels\":[{}]}"}) {
        EXPECT_FALSE(read_seals(text)) << text;
    }
}

}  // namespace
