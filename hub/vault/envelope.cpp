#include "hub/vault/envelope.hpp"

#include "hub/model/words.hpp"
#include "hub/vault/field_writer.hpp"
#include "hub/vault/primitives.hpp"
#include "schemas/pmm/v1/envelope.pb.h"

#include <algorithm>
#include <stdexcept>

namespace hub::vault {
namespace {

using pmm::v1::Envelope;

std::string sealed_text(const model::sealed_part& sealed) {
    std::string text;
    text.reserve(sealed.ciphertext.size() + 32);
    field_writer{text}
        .number(pmm::v1::SealedPart::kKeyVersionFieldNumber, sealed.key_version)
        .text(pmm::v1::SealedPart::kIvFieldNumber, as_text(sealed.iv))
        .text(pmm::v1::SealedPart::kCiphertextFieldNumber, sealed.ciphertext);
    return text;
}

std::string destination_text(const model::destination& destination, std::uint64_t sequence) {
    std::string text;
    field_writer{text}
        .text(pmm::v1::Destination::kNameFieldNumber, destination.name())
        .number(pmm::v1::Destination::kSequenceFieldNumber, sequence);
    return text;
}

std::string proof_text(std::string_view leaf, const model::inclusion& place) {
    const std::string_view path{
        reinterpret_cast<const char*>(place.path.data()), place.path.size() * sizeof(model::hash)};
    std::string text;
    text.reserve(leaf.size() + path.size() + 32);
    field_writer{text}
        .text(pmm::v1::Proof::kLeafFieldNumber, leaf)
        .number(pmm::v1::Proof::kIndexFieldNumber, place.index)
        .text(pmm::v1::Proof::kPathFieldNumber, path)
        .number(pmm::v1::Proof::kLeavesFieldNumber, place.leaves);
    return text;
}

std::optional<model::inclusion> place_of(const proof_view& proof) {
    model::inclusion place;
    place.index = proof.index;
    place.leaves = proof.leaves;
    if (proof.path.size() % sizeof(model::hash) != 0) {
        return std::nullopt;
    }
    place.path.resize(proof.path.size() / sizeof(model::hash));
    for (std::size_t i = 0; i < place.path.size(); ++i) {
        proof.path.copy(
            reinterpret_cast<char*>(place.path[i].data()),
            sizeof(model::hash),
            i * sizeof(model::hash)
        );
    }
    return place;
}

template <class Id>
bool same_optional(const std::optional<Id>& id, std::string_view bytes) {
    return id ? id->view() == bytes : bytes.empty();
}

bool same_destinations(const message_leaf_fields& leaf, const envelope_view& envelope) {
    return std::equal(
        leaf.destinations.begin(),
        leaf.destinations.end(),
        envelope.destinations.begin(),
        envelope.destinations.end(),
        [](const leaf_destination& ours, const destination_view& theirs) {
            return ours.name == theirs.name && ours.sequence == theirs.sequence;
        }
    );
}

bool says_the_same(const message_leaf_fields& leaf, const envelope_view& envelope) {
    return model::to_string(leaf.log.environment) == envelope.environment &&
           leaf.message.view() == envelope.message_id &&
           same_optional(leaf.casus, envelope.casus_id) && leaf.type == envelope.type &&
           leaf.owner == envelope.owner_oin && leaf.certificate == envelope.certificate_oin &&
           model::to_microseconds(leaf.accepted_at) == envelope.accepted_at_us &&
           leaf.attempt == envelope.attempt && same_optional(leaf.refers_to, envelope.refers_to) &&
           same_destinations(leaf, envelope);
}

}  // namespace

std::string build_envelope(model::environment environment, const model::admitted_message& message) {
    constexpr std::size_t usual_rest = 512;
    std::string envelope;
    envelope.reserve(message.canonical.ciphertext.size() + usual_rest);
    field_writer{envelope}
        .text(Envelope::kEnvironmentFieldNumber, model::to_string(environment))
        .text(Envelope::kMessageIdFieldNumber, message.id.view())
        .text(Envelope::kCasusIdFieldNumber, message.casus ? message.casus->id.view() : "")
        .text(Envelope::kKeyIdFieldNumber, message.key.view())
        .text(Envelope::kTypeFieldNumber, model::cloudevents_type(message.type))
        .text(Envelope::kOwnerOinFieldNumber, message.submission.owner.text())
        .text(Envelope::kCertificateOinFieldNumber, message.certificate.text())
        .number(
            Envelope::kAcceptedAtUsFieldNumber,
            static_cast<std::uint64_t>(model::to_microseconds(message.accepted_at))
        )
        .text(Envelope::kTraceparentFieldNumber, message.traceparent)
        .text(Envelope::kTransactionIdFieldNumber, message.transaction_id)
        .text(Envelope::kDecidedByFieldNumber, as_text(message.decided_by))
        .number(Envelope::kDecoderVersionFieldNumber, message.decoder_version)
        .nested(Envelope::kCanonicalFieldNumber, sealed_text(message.canonical))
        .text(Envelope::kRefersToFieldNumber, message.refers_to ? message.refers_to->view() : "")
        .number(Envelope::kAttemptFieldNumber, message.attempt);
    return envelope;
}

void append_commit_fields(
    std::string& envelope,
    std::span<const model::destination> destinations,
    std::span<const std::uint64_t> sequences,
    std::string_view leaf,
    const model::inclusion& place
) {
    if (sequences.size() != destinations.size()) {
        throw std::logic_error{"every destination has one sequence number"};
    }
    field_writer tail{envelope};
    for (std::size_t i = 0; i < sequences.size(); ++i) {
        tail.nested(
            Envelope::kDestinationsFieldNumber, destination_text(destinations[i], sequences[i])
        );
    }
    tail.nested(Envelope::kProofFieldNumber, proof_text(leaf, place));
}

void append_head(std::string& envelope, std::string_view head) {
    field_writer{envelope}.text(Envelope::kHeadFieldNumber, head);
}

std::string_view to_string(envelope_fault fault) noexcept {
    switch (fault) {
        case envelope_fault::malformed:
            return "onleesbaar";
        case envelope_fault::other_environment:
            return "andere_omgeving";
        case envelope_fault::leaf_differs:
            return "blad_wijkt_af";
        case envelope_fault::head_not_signed:
            return "hoofd_niet_ondertekend";
        case envelope_fault::head_differs:
            return "hoofd_wijkt_af";
        case envelope_fault::not_in_tree:
            return "niet_in_boom";
        case envelope_fault::content_differs:
            return "inhoud_wijkt_af";
    }
    return {};
}

envelope_verdict envelope_verifier::verify(const envelope_view& envelope) {
    if (envelope.environment != model::to_string(environment_)) {
        return {envelope_fault::other_environment, {}};
    }
    auto leaf = read_message_leaf(envelope.proof.leaf);
    if (!leaf || !seal_of(envelope)) {
        return {envelope_fault::malformed, {}};
    }
    if (!says_the_same(*leaf, envelope)) {
        return {envelope_fault::leaf_differs, {}};
    }
    std::unique_lock lock{mutex_};
    auto* head = find_head(envelope.head);
    if (head == nullptr) {
        lock.unlock();
        // Two threads may verify the same head at once, which costs time and harms nothing.
        const auto verdict = verify_head(envelope.head, trust_);
        lock.lock();
        ++verified_heads_;
        if (verdict.fault) {
            return {envelope_fault::head_not_signed, {}};
        }
        remember(envelope.head, verdict.fields);
        head = find_head(envelope.head);
    }
    if (const auto fault = check(*head, *leaf, envelope.proof)) {
        return {fault, {}};
    }
    return {std::nullopt, std::move(*leaf)};
}

std::optional<envelope_fault> envelope_verifier::check(
    proven_head& head,
    const message_leaf_fields& leaf,
    const proof_view& proof
) {
    const auto place = place_of(proof);
    if (!place) {
        return envelope_fault::malformed;
    }
    if (head.log != leaf.log || head.tree.leaves() != place->leaves) {
        return envelope_fault::head_differs;
    }
    if (!head.tree.holds(proof.leaf, *place)) {
        return envelope_fault::not_in_tree;
    }
    return std::nullopt;
}

std::size_t envelope_verifier::verified_heads() const {
    const std::lock_guard lock{mutex_};
    return verified_heads_;
}

envelope_verifier::proven_head* envelope_verifier::find_head(std::string_view jws) {
    const auto found = by_text_.find(jws);
    return found == by_text_.end() ? nullptr : found->second;
}

void envelope_verifier::remember(std::string_view jws, const head_fields& head) {
    if (by_text_.contains(jws)) {
        return;
    }
    auto& [text, proven] = heads_.emplace_front(
        std::string{jws}, proven_head{head.log, proven_tree{head.leaves, head.root}}
    );
    by_text_.emplace(text, &proven);
    if (heads_.size() > remembered_heads_) {
        by_text_.erase(heads_.back().first);
        heads_.pop_back();
    }
}

std::optional<envelope_fault> check_content(
    const message_leaf_fields& leaf,
    std::string_view salt,
    std::string_view canonical_message
) {
    std::array<std::uint8_t, 32> bytes{};
    if (salt.size() != bytes.size()) {
        return envelope_fault::malformed;
    }
    std::copy(salt.begin(), salt.end(), bytes.begin());
    if (vault::commitment(bytes, part::canoniek, canonical_message) != leaf.canonical) {
        return envelope_fault::content_differs;
    }
    return std::nullopt;
}

std::optional<envelope_seal> seal_of(const envelope_view& envelope) {
    const auto message = model::message_id::from_bytes(envelope.message_id);
    const auto key = model::key_id::from_bytes(envelope.key_id);
    const auto owner = model::oin::parse(envelope.owner_oin);
    const auto type = model::parse_cloudevents_type(envelope.type);
    const auto casus = model::casus_id::from_bytes(envelope.casus_id);
    if (!message || !key || !owner || !type ||
        envelope.canonical.iv.size() != sizeof(model::sealed_part::iv) ||
        casus.has_value() == envelope.casus_id.empty()) {
        return std::nullopt;
    }
    return envelope_seal{*key, {*message, casus, *owner, *type}, envelope.canonical};
}

}  // namespace hub::vault
