#include "hub/vault/envelope.hpp"

#include "hub/vault/log.hpp"
#include "schemas/pmm/v1/envelope.pb.h"
#include "tests/support/await.hpp"
#include "tests/support/fake_case_key_store.hpp"
#include "tests/support/fake_clock.hpp"
#include "tests/support/fake_key_provider.hpp"
#include "tests/support/test_seal.hpp"
#include "tests/unit/hub/vault/samples.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <utility>

namespace {

using namespace hub;
using namespace tests::vault;
using hub::vault::envelope_fault;

class envelope_test : public testing::Test {
protected:
    envelope_test() {
        trust.add(seal.certificate());
        const auto made = vault.commit_to("origineel", canonical_message);
        message.key = key.id();
        message.casus->id = model::casus_id{key.id().value()};
        message.salt = made.salt;
        message.original_commitment = made.original;
        message.canonical_commitment = made.canonical;
        message.canonical = vault.seal(
            key,
            {message.id, message.casus->id, message.submission.owner, message.type},
            hub::vault::part::canoniek,
            canonical_message
        );
    }

    // As a store commits it: the message between two others.
    [[nodiscard]] std::string commit(const ports::signer& signer) const {
        const auto leaf = hub::vault::message_leaf(intake_log(), message, sequences);
        const std::vector<std::string> leaves{"ander blad", leaf, "nog een"};
        const auto sealed =
            hub::vault::seal_commit(intake_log(), {}, leaves, message.accepted_at, signer).value();
        auto text = hub::vault::build_envelope(model::environment::test, message);
        hub::vault::append_commit_fields(
            text, message.destinations, sequences, leaf, sealed.places[1]
        );
        hub::vault::append_head(text, sealed.head);
        return text;
    }

    [[nodiscard]] pmm::v1::Envelope good() const {
        pmm::v1::Envelope envelope;
        EXPECT_TRUE(envelope.ParseFromString(commit(seal)));
        return envelope;
    }

    hub::vault::envelope_verdict verify(const pmm::v1::Envelope& envelope) {
        const auto bytes = envelope.SerializeAsString();
        return verifier.verify(hub::vault::read_envelope(bytes).value());
    }

    static constexpr std::string_view canonical_message = "canonieke vorm";

    tests::support::fake_key_provider keys;
    tests::support::fake_case_key_store store;
    tests::support::fake_clock clock;
    hub::vault::vault vault{model::environment::test, keys, store, clock};
    hub::vault::content_key key = tests::support::await(vault.take_fresh_key()).value();
    tests::support::test_seal seal;
    hub::vault::seal_trust trust;
    model::admitted_message message = make_message();
    hub::vault::envelope_verifier verifier{model::environment::test, trust, 2};
};

TEST_F(envelope_test, proves_itself_and_opens) {
    const auto bytes = commit(seal);
    const auto envelope = hub::vault::read_envelope(bytes).value();
    const auto verdict = verifier.verify(envelope);
    ASSERT_EQ(verdict.fault, std::nullopt);
    EXPECT_EQ(verdict.leaf.log.log_id, "intake");
    EXPECT_EQ(verdict.leaf.message, message.id);
    const auto part = hub::vault::seal_of(envelope);
    ASSERT_TRUE(part);
    EXPECT_EQ(part->key, key.id());
    const auto opened =
        vault.open(key, part->context, hub::vault::part::canoniek, part->sealed).value();
    EXPECT_EQ(opened, canonical_message);
    const std::string salt{reinterpret_cast<const char*>(message.salt.data()), 32};
    EXPECT_EQ(hub::vault::check_content(verdict.leaf, salt, opened), std::nullopt);
    EXPECT_EQ(
        hub::vault::check_content(verdict.leaf, salt, "iets anders"),
        envelope_fault::content_differs
    );
    EXPECT_EQ(hub::vault::check_content(verdict.leaf, "kort", opened), envelope_fault::malformed);
}

TEST_F(envelope_test, keeps_what_is_not_in_the_leaf) {
    message.traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    message.transaction_id = "transactie-1";
    message.decoder_version = 3;
    const auto envelope = good();
    EXPECT_EQ(envelope.traceparent(), message.traceparent);
    EXPECT_EQ(envelope.transaction_id(), message.transaction_id);
    EXPECT_EQ(envelope.decoder_version(), 3U);
    EXPECT_EQ(envelope.decided_by().size(), 32U);
    EXPECT_EQ(envelope.proof().path().size(), 64U);
}

TEST_F(envelope_test, without_casus_proves_itself) {
    message.casus.reset();
    EXPECT_EQ(verify(good()).fault, std::nullopt);
}

TEST_F(envelope_test, every_tampering_has_its_fault) {
    using change = std::function<void(pmm::v1::Envelope&)>;
    const auto other_id = std::string{id_number<model::message_id>(99).view()};
    const std::vector<std::pair<envelope_fault, change>> table{
        {envelope_fault::other_environment,
         [](auto& changed) { changed.set_environment("productie"); }},
        {envelope_fault::leaf_differs, [&](auto& changed) { changed.set_message_id(other_id); }},
        {envelope_fault::leaf_differs, [&](auto& changed) { changed.set_casus_id(other_id); }},
        {envelope_fault::leaf_differs, [](auto& changed) { changed.clear_casus_id(); }},
        {envelope_fault::leaf_differs, [&](auto& changed) { changed.set_refers_to(other_id); }},
        {envelope_fault::leaf_differs,
         [](auto& changed) { changed.set_type("nl.multiproblematiek.escalatie.v1"); }},
        {envelope_fault::leaf_differs,
         [](auto& changed) { changed.set_owner_oin("00000099000000009000"); }},
        {envelope_fault::leaf_differs,
         [](auto& changed) { changed.set_certificate_oin("00000099000000009000"); }},
        {envelope_fault::leaf_differs, [](auto& changed) { changed.set_accepted_at_us(1); }},
        {envelope_fault::leaf_differs, [](auto& changed) { changed.set_attempt(2); }},
        {envelope_fault::leaf_differs,
         [](auto& changed) { changed.mutable_destinations(0)->set_name("let"); }},
        {envelope_fault::leaf_differs,
         [](auto& changed) { changed.mutable_destinations(0)->set_sequence(2); }},
        {envelope_fault::leaf_differs,
         [](auto& changed) { changed.mutable_destinations()->RemoveLast(); }},
        {envelope_fault::malformed, [](auto& changed) { changed.set_type("iets.anders"); }},
        {envelope_fault::malformed, [](auto& changed) { changed.set_key_id("kort"); }},
        {envelope_fault::malformed, [](auto& changed) { changed.clear_proof(); }},
        {envelope_fault::malformed,
         [](auto& changed) { changed.mutable_proof()->mutable_path()->pop_back(); }},
        {envelope_fault::malformed, [](auto& changed) { changed.mutable_canonical()->clear_iv(); }},
        {envelope_fault::head_not_signed, [](auto& changed) { changed.clear_head(); }},
        {envelope_fault::head_not_signed,
         [](auto& changed) { changed.mutable_head()->back() ^= 1; }},
        {envelope_fault::head_differs,
         [](auto& changed) { changed.mutable_proof()->set_leaves(4); }},
        {envelope_fault::not_in_tree, [](auto& changed) { changed.mutable_proof()->set_index(0); }},
        {envelope_fault::not_in_tree,
         [](auto& changed) { changed.mutable_proof()->mutable_path()->front() ^= 1; }},
    };
    std::size_t row = 0;
    for (const auto& [expected, apply] : table) {
        auto changed = good();
        apply(changed);
        EXPECT_EQ(verify(changed).fault, expected) << row;
        ++row;
    }
}

TEST_F(envelope_test, a_changed_leaf_is_not_in_the_tree) {
    auto envelope = good();
    message.submission.owner = oin_number(9);
    envelope.set_owner_oin(message.submission.owner.to_string());
    envelope.mutable_proof()->set_leaf(hub::vault::message_leaf(intake_log(), message, sequences));
    EXPECT_EQ(verify(envelope).fault, envelope_fault::not_in_tree);
}

TEST_F(envelope_test, a_leaf_under_another_logs_head_is_noticed) {
    auto envelope = good();
    envelope.mutable_proof()->set_leaf(
        hub::vault::message_leaf({model::environment::test, "loket"}, message, sequences)
    );
    EXPECT_EQ(verify(envelope).fault, envelope_fault::head_differs);
}

TEST_F(envelope_test, a_strangers_seal_proves_nothing) {
    pmm::v1::Envelope envelope;
    ASSERT_TRUE(envelope.ParseFromString(commit(tests::support::test_seal{})));
    EXPECT_EQ(verify(envelope).fault, envelope_fault::head_not_signed);
}

TEST_F(envelope_test, remembers_the_heads_it_verified_last) {
    const auto first = good();
    const auto second = good();
    const auto third = good();
    for (const auto* envelope : {&first, &first, &second, &first, &second}) {
        EXPECT_EQ(verify(*envelope).fault, std::nullopt);
    }
    EXPECT_EQ(verifier.verified_heads(), 2U);
    EXPECT_EQ(verify(third).fault, std::nullopt);
    EXPECT_EQ(verify(second).fault, std::nullopt);
    EXPECT_EQ(verifier.verified_heads(), 3U) << "the second was remembered";
    EXPECT_EQ(verify(first).fault, std::nullopt);
    EXPECT_EQ(verifier.verified_heads(), 4U) << "the first made room for the third";
}

}  // namespace
