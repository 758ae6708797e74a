#include "adapters/embedded/ledger/records.hpp"

#include "hub/vault/envelope.hpp"

namespace adapters::embedded::ledger {

hub::ports::record build_record(const record_parts& message, const leaf_proof& proof) {
    hub::ports::record record;
    record.stream = message.target;
    record.key = message.casus ? message.casus->to_string() : message.key.to_string();

    // Only its destinations are looked at.
    hub::model::admitted_message addressed;
    addressed.destinations = message.destinations;
    record.value.reserve(message.envelope.size() + proof.leaf.size() + proof.head.size() + 512);
    record.value = message.envelope;
    hub::vault::append_commit_fields(
        record.value, addressed, message.numbers, proof.leaf, proof.place
    );
    hub::vault::append_head(record.value, proof.head);

    record.headers = {
        {"ce_specversion", "1.0"},
        {"ce_id", message.id.to_string()},
        {"ce_source", "urn:nld:oin:" + message.owner.to_string()},
        {"ce_type", std::string{hub::model::cloudevents_type(message.type)}},
        {"ce_time", hub::model::to_rfc3339(message.accepted_at)},
        {"content-type", "application/protobuf"},
    };
    if (!message.traceparent.empty()) {
        record.headers.emplace_back("traceparent", message.traceparent);
    }
    return record;
}

hub::ports::record build_record(const record_parts& message, const stored_commit& commit) {
    return build_record(
        message, leaf_proof{commit.leaf(message.leaf), commit.place(message.leaf), commit.head()}
    );
}

}  // namespace adapters::embedded::ledger
