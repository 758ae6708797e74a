#include "hub/vault/receipt.hpp"

#include "hub/vault/log.hpp"
#include "hub/vault/vault.hpp"
#include "tests/support/test_seal.hpp"
#include "tests/unit/hub/vault/samples.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <utility>

namespace {

using namespace hub;
using namespace tests::vault;
using hub::vault::receipt_fault;

constexpr std::string_view original = R"({"id":"mijn-1"})";

// Golden: receipts of version 1 are what they are for ever.
TEST(receipt_text, has_the_bytes_it_always_had) {
    const model::receipt receipt{
        .salt = hash_of(0x11),
        .leaf = R"({"versie":1})",
        .place = {.index = 1, .leaves = 3, .path = {hash_of(0x22), hash_of(0x33)}},
        .head = "kop.inhoud.handtekening",
    };
    constexpr std::string_view expected =
        R"({"versie":1,"zout":"ERERERERERERERERERERERERERERERERERERERERERE",)"
        R"("blad":"{\"versie\":1}","index":1,"aantal":3,)"
        R"("pad":["IiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiIiI",)"
        R"("MzMzMzMzMzMzMzMzMzMzMzMzMzMzMzMzMzMzMzMzMzM"],"hoofd":"kop.inhoud.handtekening"})";
    EXPECT_EQ(hub::vault::receipt_text(receipt), expected);
    EXPECT_EQ(hub::vault::receipt_text(receipt), expected);
    EXPECT_EQ(
        hub::vault::receipt_text({}).substr(64),
        R"(,"blad":"","index":0,"aantal":0,"pad":[],"hoofd":""})"
    );
}

class receipt_check : public testing::Test {
protected:
    receipt_check() {
        trust.add(seal.certificate());
        message.original_commitment =
            hub::vault::vault::commitment(message.salt, hub::vault::part::origineel, original);
    }

    [[nodiscard]] model::receipt make(const ports::signer& signer) const {
        const std::vector<std::string> leaves{
            "een", hub::vault::message_leaf(intake_log(), message, sequences), "drie"};
        auto sealed =
            hub::vault::seal_commit(intake_log(), {}, leaves, message.accepted_at, signer).value();
        return {message.salt, leaves[1], sealed.places[1], sealed.head};
    }

    [[nodiscard]] std::optional<receipt_fault> fault_of(const model::receipt& receipt) const {
        return hub::vault::verify_receipt(receipt, original, trust).fault;
    }

    tests::support::test_seal seal;
    hub::vault::seal_trust trust;
    model::admitted_message message = make_message();
};

TEST_F(receipt_check, proves_what_was_received) {
    const auto verdict = hub::vault::verify_receipt(make(seal), original, trust);
    ASSERT_EQ(verdict.fault, std::nullopt);
    EXPECT_EQ(verdict.leaf.message, message.id);
    EXPECT_EQ(verdict.head.number, 1U);
    EXPECT_EQ(hub::vault::verify_receipt(make(seal), std::nullopt, trust).fault, std::nullopt);
}

TEST_F(receipt_check, takes_a_head_that_was_verified_before_and_no_other) {
    const auto receipt = make(seal);
    const auto head = hub::vault::verify_head(receipt.head, trust);
    EXPECT_EQ(hub::vault::verify_receipt(receipt, original, head).fault, std::nullopt);
    EXPECT_EQ(
        hub::vault::verify_receipt(receipt, "anders", head).fault, receipt_fault::original_differs
    );
    const auto other = hub::vault::seal_commit(
        intake_log(), {}, {{"een", "twee", "drie"}}, message.accepted_at, seal
    );
    EXPECT_EQ(
        hub::vault::verify_receipt(
            receipt, original, hub::vault::verify_head(other.value().head, trust)
        )
            .fault,
        receipt_fault::not_in_tree
    );
    const auto bad = hub::vault::verify_head(receipt.head + "A", trust);
    EXPECT_NE(hub::vault::verify_receipt(receipt, original, bad).fault, std::nullopt);
}

TEST_F(receipt_check, is_about_a_kilobyte) {
    const auto size = hub::vault::receipt_text(make(seal)).size();
    EXPECT_LT(size, 2048U);
}

TEST_F(receipt_check, every_tampering_has_its_fault) {
    using change = std::function<void(model::receipt&)>;
    const tests::support::test_seal stranger;
    const auto of_stranger = make(stranger).head;
    const std::vector<std::pair<receipt_fault, change>> table{
        {receipt_fault::original_differs, [](auto& changed) { changed.salt[0] ^= 1U; }},
        {receipt_fault::leaf_malformed, [](auto& changed) { changed.leaf += ' '; }},
        {receipt_fault::not_in_tree,
         [](auto& changed) { changed.leaf.replace(changed.leaf.find("loket"), 5, "let"); }},
        {receipt_fault::not_in_tree, [](auto& changed) { changed.place.index = 0; }},
        {receipt_fault::not_in_tree, [](auto& changed) { changed.place.path[0][0] ^= 1U; }},
        {receipt_fault::not_in_tree, [](auto& changed) { changed.place.path.pop_back(); }},
        {receipt_fault::head_differs, [](auto& changed) { changed.place.leaves = 4; }},
        {receipt_fault::head_differs,
         [](auto& changed) {
             changed.leaf.replace(changed.leaf.find("\"test\""), 6, "\"ontwikkel\"");
         }},
        {receipt_fault::head_differs,
         [](auto& changed) { changed.leaf.replace(changed.leaf.find("intake"), 6, "loket"); }},
        {receipt_fault::head_malformed, [](auto& changed) { changed.head.clear(); }},
        {receipt_fault::unknown_seal, [&](auto& changed) { changed.head = of_stranger; }},
        {receipt_fault::signature,
         [](auto& changed) {
             auto& digit = changed.head[changed.head.rfind('.') + 3];
             digit = digit == 'A' ? 'B' : 'A';
         }},
    };
    std::size_t row = 0;
    for (const auto& [expected, apply] : table) {
        auto changed = make(seal);
        apply(changed);
        EXPECT_EQ(fault_of(changed), expected) << row++;
        EXPECT_FALSE(hub::vault::explain(expected).empty());
    }
}

TEST_F(receipt_check, other_bytes_were_not_received) {
    const auto verdict = hub::vault::verify_receipt(make(seal), "andere inhoud", trust);
    EXPECT_EQ(verdict.fault, receipt_fault::original_differs);
}

TEST_F(receipt_check, verifies_after_the_seal_was_replaced) {
    const auto receipt = make(seal);
    trust.add(tests::support::test_seal{}.certificate());
    EXPECT_EQ(fault_of(receipt), std::nullopt);
}

}  // namespace
