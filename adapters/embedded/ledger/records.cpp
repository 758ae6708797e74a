#include "adapters/embedded/ledger/records.hpp"

#include "hub/vault/envelope.hpp"

namespace adapters::embedded::ledger {

hub::ports::record build_record(const record_parts& message, const leaf_proof& proof) {
    hub::ports::record record;
    record.stream = message.target;
    record.key = message.casus ? message.casus->to_string() : message.key.to_string();

    constexpr std::size_t usual_rest = 512;
    record.value.reserve(
        message.envelope.size() + proof.leaf.size() + proof.head.size() + usual_rest
    );
    record.value = message.envelope;
    hub::vault::append_commit_fields(
        record.value, message.destinations, message.numbers, proof.leaf, proof.place
    );
    hub::vault::append_head(record.value, proof.head);

    auto& headers = record.headers;
    headers.reserve(8 + message.open_extensions.size());
    headers.emplace_back("ce_specversion", "1.0");
    headers.emplace_back("ce_id", message.id.to_string());
    headers.emplace_back("ce_source", std::string{"urn:nld:oin:"}.append(message.owner.text()));
    headers.emplace_back("ce_type", hub::model::cloudevents_type(message.type));
    headers.emplace_back("ce_time", hub::model::to_rfc3339(message.accepted_at));
    // The casus, register entry or caseless message: an id that the hub minted, and never a
    // sender's own reference or a person.
    headers.emplace_back("ce_subject", record.key);
    headers.emplace_back("content-type", "application/protobuf");
    if (!message.traceparent.empty()) {
        headers.emplace_back("traceparent", message.traceparent);
    }
    for (const auto& [name, value] : message.open_extensions) {
        headers.emplace_back("ce_" + name, value);
    }
    return record;
}

hub::ports::record build_record(const record_parts& message, const stored_commit& commit) {
    return build_record(
        message, leaf_proof{commit.leaf(message.leaf), commit.place(message.leaf), commit.head()}
    );
}

}  // namespace adapters::embedded::ledger
