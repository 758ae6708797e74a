#include "hub/vault/envelope.hpp"

#include "hub/model/words.hpp"
#include "hub/vault/merkle.hpp"
#include "hub/vault/primitives.hpp"
#include "schemas/pmm/v1/envelope.pb.h"

#include <algorithm>
#include <stdexcept>

namespace hub::vault {
namespace {

std::string to_bytes(std::string_view text) {
    return std::string{text};
}

std::optional<model::inclusion> place_of(const pmm::v1::Proof& proof) {
    model::inclusion place;
    place.index = proof.index();
    place.leaves = proof.leaves();
    const std::string_view path = proof.path();
    if (path.size() % sizeof(model::hash) != 0) {
        return std::nullopt;
    }
    for (std::size_t i = 0; i < path.size(); i += sizeof(model::hash)) {
        model::hash sibling{};
        std::copy_n(path.begin() + static_cast<std::ptrdiff_t>(i), sibling.size(), sibling.begin());
        place.path.push_back(sibling);
    }
    return place;
}

template <class Id>
bool same_optional(const std::optional<Id>& id, const std::string& bytes) {
    return id ? id->view() == bytes : bytes.empty();
}

bool same_destinations(const message_leaf_fields& leaf, const pmm::v1::Envelope& envelope) {
    return std::equal(
        leaf.destinations.begin(),
        leaf.destinations.end(),
        envelope.destinations().begin(),
        envelope.destinations().end(),
        [](const leaf_destination& ours, const pmm::v1::Destination& theirs) {
            return ours.name == theirs.name() && ours.sequence == theirs.sequence();
        }
    );
}

bool says_the_same(const message_leaf_fields& leaf, const pmm::v1::Envelope& envelope) {
    return model::to_string(leaf.log.environment) == envelope.environment() &&
           leaf.message.view() == envelope.message_id() &&
           same_optional(leaf.casus, envelope.casus_id()) && leaf.type == envelope.type() &&
           leaf.owner == envelope.owner_oin() && leaf.certificate == envelope.certificate_oin() &&
           model::to_microseconds(leaf.accepted_at) == envelope.accepted_at_us() &&
           leaf.attempt == envelope.attempt() &&
           same_optional(leaf.refers_to, envelope.refers_to()) && same_destinations(leaf, envelope);
}

}  // namespace

std::string build_envelope(model::environment environment, const model::admitted_message& message) {
    pmm::v1::Envelope envelope;
    envelope.set_environment(to_bytes(model::to_string(environment)));
    envelope.set_message_id(to_bytes(message.id.view()));
    if (message.casus) {
        envelope.set_casus_id(to_bytes(message.casus->id.view()));
    }
    envelope.set_key_id(to_bytes(message.key.view()));
    envelope.set_type(to_bytes(model::cloudevents_type(message.type)));
    envelope.set_owner_oin(message.submission.owner.to_string());
    envelope.set_certificate_oin(message.certificate.to_string());
    envelope.set_accepted_at_us(model::to_microseconds(message.accepted_at));
    envelope.set_traceparent(message.traceparent);
    envelope.set_transaction_id(message.transaction_id);
    envelope.set_decided_by(to_bytes(as_text(message.decided_by)));
    envelope.set_decoder_version(message.decoder_version);
    envelope.set_attempt(message.attempt);
    if (message.refers_to) {
        envelope.set_refers_to(to_bytes(message.refers_to->view()));
    }
    auto& canonical = *envelope.mutable_canonical();
    canonical.set_key_version(message.canonical.key_version);
    canonical.set_iv(to_bytes(as_text(message.canonical.iv)));
    canonical.set_ciphertext(message.canonical.ciphertext);
    return envelope.SerializeAsString();
}

void append_commit_fields(
    std::string& envelope,
    const model::admitted_message& message,
    std::span<const std::uint64_t> sequences,
    std::string_view leaf,
    const model::inclusion& place
) {
    if (sequences.size() != message.destinations.size()) {
        throw std::logic_error{"every destination has one sequence number"};
    }
    pmm::v1::Envelope tail;
    for (std::size_t i = 0; i < sequences.size(); ++i) {
        auto& destination = *tail.add_destinations();
        destination.set_name(to_bytes(message.destinations[i].name()));
        destination.set_sequence(sequences[i]);
    }
    auto& proof = *tail.mutable_proof();
    proof.set_leaf(to_bytes(leaf));
    proof.set_index(place.index);
    proof.set_leaves(place.leaves);
    for (const auto& sibling : place.path) {
        proof.mutable_path()->append(as_text(sibling));
    }
    tail.AppendToString(&envelope);
}

void append_head(std::string& envelope, std::string_view head) {
    pmm::v1::Envelope tail;
    tail.set_head(to_bytes(head));
    tail.AppendToString(&envelope);
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

envelope_verdict envelope_verifier::verify(const pmm::v1::Envelope& envelope) {
    if (envelope.environment() != model::to_string(environment_)) {
        return {envelope_fault::other_environment, {}};
    }
    auto leaf = read_message_leaf(envelope.proof().leaf());
    const auto place = place_of(envelope.proof());
    if (!leaf || !place || !seal_of(envelope)) {
        return {envelope_fault::malformed, {}};
    }
    if (!says_the_same(*leaf, envelope)) {
        return {envelope_fault::leaf_differs, {}};
    }
    const auto head = verified_head(envelope.head());
    if (!head) {
        return {envelope_fault::head_not_signed, {}};
    }
    if (head->log != leaf->log || head->leaves != place->leaves) {
        return {envelope_fault::head_differs, {}};
    }
    if (root_of(envelope.proof().leaf(), *place) != head->root) {
        return {envelope_fault::not_in_tree, {}};
    }
    return {std::nullopt, std::move(*leaf)};
}

std::size_t envelope_verifier::verified_heads() const {
    const std::lock_guard lock{mutex_};
    return verified_heads_;
}

std::optional<head_fields> envelope_verifier::verified_head(const std::string& jws) {
    {
        const std::lock_guard lock{mutex_};
        if (const auto found = heads_.find(jws); found != heads_.end()) {
            return found->second;
        }
    }
    // Two threads may verify the same head at once, which costs time and harms nothing.
    auto verdict = verify_head(jws, trust_);
    const std::lock_guard lock{mutex_};
    ++verified_heads_;
    if (verdict.fault) {
        return std::nullopt;
    }
    if (const auto [place, fresh] = heads_.emplace(jws, verdict.fields); fresh) {
        order_.push_back(&place->first);
    }
    if (order_.size() > remembered_heads_) {
        heads_.erase(heads_.find(*order_.front()));
        order_.pop_front();
    }
    return std::move(verdict.fields);
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

std::optional<envelope_seal> seal_of(const pmm::v1::Envelope& envelope) {
    const auto message = model::message_id::from_bytes(envelope.message_id());
    const auto key = model::key_id::from_bytes(envelope.key_id());
    const auto owner = model::oin::parse(envelope.owner_oin());
    const auto type = model::parse_cloudevents_type(envelope.type());
    const auto casus = model::casus_id::from_bytes(envelope.casus_id());
    const auto& iv = envelope.canonical().iv();
    envelope_seal result;
    if (!message || !key || !owner || !type || iv.size() != result.sealed.iv.size() ||
        casus.has_value() == envelope.casus_id().empty()) {
        return std::nullopt;
    }
    result.key = *key;
    result.context = {*message, casus, *owner, *type};
    result.sealed.key_version = envelope.canonical().key_version();
    std::copy(iv.begin(), iv.end(), result.sealed.iv.begin());
    result.sealed.ciphertext = envelope.canonical().ciphertext();
    return result;
}

}  // namespace hub::vault
