#include "hub/vault/envelope_view.hpp"

#include "schemas/pmm/v1/book.pb.h"
#include "schemas/pmm/v1/envelope.pb.h"

#include <gtest/gtest.h>

#include <string>

namespace {

using hub::vault::read_canonical_part;
using hub::vault::read_envelope;

pmm::v1::Envelope full_envelope() {
    pmm::v1::Envelope envelope;
    envelope.set_environment("test");
    envelope.set_message_id("bericht");
    envelope.set_casus_id("casus");
    envelope.set_key_id("sleutel");
    envelope.set_type("soort");
    envelope.set_owner_oin("eigenaar");
    envelope.set_certificate_oin("certificaat");
    envelope.set_accepted_at_us(1'782'907'200'000'000);
    envelope.set_traceparent("spoor");
    envelope.set_transaction_id("transactie");
    envelope.set_decided_by("configuratie");
    envelope.set_decoder_version(3);
    envelope.mutable_canonical()->set_key_version(1);
    envelope.mutable_canonical()->set_iv("iv");
    envelope.mutable_canonical()->set_ciphertext(std::string(300, 'x'));
    for (const std::uint64_t sequence : {1U, 700U}) {
        auto& destination = *envelope.add_destinations();
        destination.set_name("naar" + std::to_string(sequence));
        destination.set_sequence(sequence);
    }
    envelope.mutable_proof()->set_leaf("blad");
    envelope.mutable_proof()->set_index(4);
    envelope.mutable_proof()->set_path("pad");
    envelope.mutable_proof()->set_leaves(9);
    envelope.set_head("hoofd");
    envelope.set_refers_to("eerder");
    envelope.set_attempt(2);
    return envelope;
}

TEST(envelope_view, shows_what_stands_in_the_bytes) {
    const auto bytes = full_envelope().SerializeAsString();
    const auto view = read_envelope(bytes);
    ASSERT_TRUE(view);
    EXPECT_EQ(view->environment, "test");
    EXPECT_EQ(view->message_id, "bericht");
    EXPECT_EQ(view->casus_id, "casus");
    EXPECT_EQ(view->key_id, "sleutel");
    EXPECT_EQ(view->type, "soort");
    EXPECT_EQ(view->owner_oin, "eigenaar");
    EXPECT_EQ(view->certificate_oin, "certificaat");
    EXPECT_EQ(view->accepted_at_us, 1'782'907'200'000'000);
    EXPECT_EQ(view->traceparent, "spoor");
    EXPECT_EQ(view->transaction_id, "transactie");
    EXPECT_EQ(view->canonical.key_version, 1U);
    EXPECT_EQ(view->canonical.iv, "iv");
    EXPECT_EQ(view->canonical.ciphertext, std::string(300, 'x'));
    ASSERT_EQ(view->destinations.size(), 2U);
    EXPECT_EQ(view->destinations[1].name, "naar700");
    EXPECT_EQ(view->destinations[1].sequence, 700U);
    EXPECT_EQ(view->proof.leaf, "blad");
    EXPECT_EQ(view->proof.index, 4U);
    EXPECT_EQ(view->proof.path, "pad");
    EXPECT_EQ(view->proof.leaves, 9U);
    EXPECT_EQ(view->head, "hoofd");
    EXPECT_EQ(view->refers_to, "eerder");
    EXPECT_EQ(view->attempt, 2U);
}

TEST(envelope_view, shows_nothing_of_an_empty_one) {
    const auto view = read_envelope("");
    ASSERT_TRUE(view);
    EXPECT_TRUE(view->message_id.empty());
    EXPECT_TRUE(view->destinations.empty());
}

TEST(envelope_view, refuses_every_beginning_that_is_no_whole_field) {
    const auto bytes = full_envelope().SerializeAsString();
    for (std::size_t size = 0; size < bytes.size(); ++size) {
        pmm::v1::Envelope parsed;
        const auto beginning = bytes.substr(0, size);
        EXPECT_EQ(read_envelope(beginning).has_value(), parsed.ParseFromString(beginning)) << size;
    }
}

TEST(envelope_view, refuses_a_field_that_stands_there_twice) {
    const auto bytes = full_envelope().SerializeAsString();
    pmm::v1::Envelope head;
    head.set_head("ander hoofd");
    EXPECT_FALSE(read_envelope(bytes + head.SerializeAsString()));
    pmm::v1::Envelope canonical;
    canonical.mutable_canonical()->set_iv("andere iv");
    EXPECT_FALSE(read_envelope(bytes + canonical.SerializeAsString()));
    pmm::v1::Envelope proof;
    proof.mutable_proof()->set_leaf("ander blad");
    EXPECT_FALSE(read_envelope(bytes + proof.SerializeAsString()));
}

TEST(envelope_view, skips_what_a_later_version_added) {
    auto envelope = full_envelope();
    envelope.GetReflection()->MutableUnknownFields(&envelope)->AddLengthDelimited(99, "later");
    const auto bytes = envelope.SerializeAsString();
    const auto view = read_envelope(bytes);
    ASSERT_TRUE(view);
    EXPECT_EQ(view->attempt, 2U);
}

TEST(envelope_view, refuses_text_that_is_none) {
    auto envelope = full_envelope();
    envelope.clear_transaction_id();
    // Field 10, two bytes that are no UTF-8.
    const auto bytes = envelope.SerializeAsString() + std::string{"\x52\x02\xC3\x28", 4};
    EXPECT_FALSE(read_envelope(bytes));
}

TEST(envelope_view, reads_what_a_consumer_acts_on_in_the_canonical_part) {
    pmm::v1::CanonicalPart part;
    part.set_salt("zout");
    part.set_message(std::string(200, 'm'));
    part.set_form("json");
    (*part.mutable_extensions())["naam"] = "waarde";
    const auto bytes = part.SerializeAsString();
    const auto view = read_canonical_part(bytes);
    ASSERT_TRUE(view);
    EXPECT_EQ(view->salt, "zout");
    EXPECT_EQ(view->message, std::string(200, 'm'));
    EXPECT_FALSE(read_canonical_part(bytes.substr(0, bytes.size() - 1)));
}

TEST(envelope_view, shows_what_a_book_kept) {
    pmm::v1::SealedMessage kept;
    kept.set_message_id("bericht");
    kept.set_key_id("sleutel");
    kept.mutable_canonical()->set_ciphertext("verzegeld");
    const auto view = hub::vault::view_of(kept);
    EXPECT_EQ(view.message_id, "bericht");
    EXPECT_EQ(view.key_id, "sleutel");
    EXPECT_EQ(view.canonical.ciphertext, "verzegeld");
}

}  // namespace
