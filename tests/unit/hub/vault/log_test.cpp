#include "hub/vault/log.hpp"

#include "hub/vault/base64url.hpp"
#include "hub/vault/head.hpp"
#include "hub/vault/seal_trust.hpp"
#include "tests/support/fake_signer.hpp"
#include "tests/support/test_seal.hpp"
#include "tests/unit/hub/vault/samples.hpp"

#include <gtest/gtest.h>

namespace {

using namespace hub;
using namespace tests::vault;
using hub::vault::head_fault;

const std::vector<std::string> some_leaves{"een", "twee", "drie"};
const model::timestamp noon = model::from_microseconds(1'782'907'200'000'000);

// Signs with zeros, so that a head's text is known.
class zero_signer final : public ports::signer {
public:
    ports::result<std::array<std::uint8_t, 64>> sign(std::string_view) const override {
        return std::array<std::uint8_t, 64>{};
    }
    std::string_view key_id() const noexcept override { return "zegel-1"; }
    std::string_view thumbprint() const noexcept override { return "afdruk"; }
};

// Golden: heads of version 1 are what they are for ever.
TEST(log, head_has_the_bytes_it_always_had) {
    hub::vault::log_state before;
    before.incarnation = 2;
    before.number = 11;
    before.tree_size = 40;
    before.previous = hash_of(0x11);
    const auto sealed =
        hub::vault::seal_commit(intake_log(), before, some_leaves, noon, zero_signer{}).value();
    const auto first_dot = sealed.head.find('.');
    const auto last_dot = sealed.head.rfind('.');
    EXPECT_EQ(
        hub::vault::from_base64url(sealed.head.substr(0, first_dot)),
        R"({"alg":"ES256","kid":"zegel-1","x5t#S256":"afdruk","typ":"pmm-hoofd+json"})"
    );
    EXPECT_EQ(
        hub::vault::from_base64url(sealed.head.substr(first_dot + 1, last_dot - first_dot - 1)),
        R"({"versie":1,"omgeving":"test","logId":"intake","incarnatie":2,"reeks":12,"omvang":43,)"
        R"("bladen":3,"vorig":"ERERERERERERERERERERERERERERERERERERERERERE",)"
        R"("wortel":"saS2M9fBF1SuqpHbNAKh0NyxJvO_zEIvxLX9VbQ5lv4","tijd":"2026-07-01T12:00:00.000000Z"})"
    );
    EXPECT_EQ(sealed.head.substr(last_dot + 1), std::string(86, 'A'));
}

TEST(log, heads_chain) {
    const tests::support::test_seal seal;
    hub::vault::log_state state;
    const auto first =
        hub::vault::seal_commit(intake_log(), state, some_leaves, noon, seal).value();
    const auto second =
        hub::vault::seal_commit(intake_log(), first.next, some_leaves, noon, seal).value();
    const auto head = hub::vault::read_head(second.head);
    ASSERT_TRUE(head);
    EXPECT_EQ(head->fields.number, 2U);
    EXPECT_EQ(head->fields.tree_size, 6U);
    EXPECT_EQ(head->fields.leaves, 3U);
    EXPECT_EQ(head->fields.previous, hub::vault::hash_of_head(first.head));
    EXPECT_EQ(second.next.previous, hub::vault::hash_of_head(second.head));
    EXPECT_EQ(hub::vault::root_of(some_leaves[1], second.places[1]), head->fields.root);
}

TEST(log, time_never_goes_back) {
    const tests::support::test_seal seal;
    hub::vault::log_state state;
    state.time = noon;
    const auto sealed = hub::vault::seal_commit(
        intake_log(), state, some_leaves, noon - std::chrono::hours{1}, seal
    );
    EXPECT_EQ(sealed->next.time, noon);
    EXPECT_EQ(hub::vault::read_head(sealed->head)->fields.time, noon);
}

TEST(log, signs_once_for_a_commit_and_fails_with_its_signer) {
    tests::support::fake_signer signer;
    ASSERT_TRUE(hub::vault::seal_commit(intake_log(), {}, some_leaves, noon, signer));
    EXPECT_EQ(signer.signatures(), 1U);
    signer.fail(ports::errc::retry);
    EXPECT_EQ(
        hub::vault::seal_commit(intake_log(), {}, some_leaves, noon, signer).error(),
        ports::errc::retry
    );
}

TEST(log, a_restore_goes_on_in_the_next_incarnation) {
    hub::vault::log_state restored;
    restored.number = 7;
    const auto next = hub::vault::next_incarnation(restored);
    EXPECT_EQ(next.incarnation, 2U);
    EXPECT_EQ(next.number, 7U);
    const auto record = hub::vault::break_record(restored);
    EXPECT_EQ(record.kind, hub::vault::break_kind);
}

TEST(seal_trust, verifies_what_a_known_seal_signed) {
    const tests::support::test_seal seal;
    const tests::support::test_seal earlier;
    hub::vault::seal_trust trust;
    trust.add(earlier.certificate());
    trust.add(seal.certificate());
    trust.add(seal.certificate());
    EXPECT_EQ(trust.certificates().size(), 2U);
    for (const auto* signer : {&seal, &earlier}) {
        const auto sealed =
            hub::vault::seal_commit(intake_log(), {}, some_leaves, noon, *signer).value();
        const auto verdict = hub::vault::verify_head(sealed.head, trust);
        EXPECT_EQ(verdict.fault, std::nullopt);
        EXPECT_EQ(verdict.fields.log, intake_log());
    }
}

TEST(seal_trust, refuses_every_other_head) {
    const tests::support::test_seal seal;
    const tests::support::test_seal stranger;
    hub::vault::seal_trust trust;
    trust.add(seal.certificate());
    const auto of_stranger =
        hub::vault::seal_commit(intake_log(), {}, some_leaves, noon, stranger).value().head;
    EXPECT_EQ(hub::vault::verify_head(of_stranger, trust).fault, head_fault::unknown_seal);
    const auto good =
        hub::vault::seal_commit(intake_log(), {}, some_leaves, noon, seal).value().head;
    const auto signature = good.rfind('.') + 1;
    auto changed = good;
    changed[signature + 4] = changed[signature + 4] == 'A' ? 'B' : 'A';
    EXPECT_EQ(hub::vault::verify_head(changed, trust).fault, head_fault::signature);
    // The stranger's signature under the known seal's name.
    const auto swapped = good.substr(0, signature) + of_stranger.substr(of_stranger.rfind('.') + 1);
    EXPECT_EQ(hub::vault::verify_head(swapped, trust).fault, head_fault::signature);
    for (const auto& text :
         {std::string{},
          std::string{"a.b"},
          std::string{"a.b.c"},
          good + '.',
          good + "A",
          good.substr(0, signature)}) {
        EXPECT_EQ(hub::vault::verify_head(text, trust).fault, head_fault::malformed) << text;
    }
}

TEST(es256, takes_only_keys_of_its_curve) {
    using hub::vault::es256_private_key;
    using hub::vault::seal_certificate;
    const auto texts = tests::support::make_seal_texts();
    EXPECT_TRUE(es256_private_key::from_pem(texts.key));
    EXPECT_TRUE(seal_certificate::from_pem(texts.certificate + texts.certificate));
    EXPECT_FALSE(es256_private_key::from_pem(texts.certificate));
    EXPECT_FALSE(seal_certificate::from_pem(texts.key));
    EXPECT_FALSE(es256_private_key::from_pem(""));
    EXPECT_FALSE(seal_certificate::from_pem("geen certificaat"));
    const auto other_curve = tests::support::make_seal_texts("P-384");
    EXPECT_FALSE(es256_private_key::from_pem(other_curve.key));
    EXPECT_FALSE(seal_certificate::from_pem(other_curve.certificate));
}

}  // namespace
