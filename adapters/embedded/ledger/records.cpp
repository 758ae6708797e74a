#include "adapters/embedded/ledger/records.hpp"

#include "hub/vault/envelope.hpp"

namespace adapters::embedded::ledger {

hub::ports::record build_record(const record_parts& message, const stored_commit& commit) {
    hub::ports::record record;
    record.stream = message.target;
    record.key = message.casus ? message.casus->to_string() : message.key.to_string();

    // Only its destinations are looked at.
    hub::model::admitted_message addressed;
    addressed.destinations = message.destinations;
    const auto leaf = commit.leaf(message.leaf);
    record.value.reserve(message.envelope.size() + leaf.size() + commit.head().size() + 512);
    record.value = message.envelope;
    hub::vault::append_commit_fields(
        record.value, addressed, message.numbers, leaf, commit.place(message.leaf)
    );
    hub::vault::append_head(record.value, commit.head());

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

}  // namespace adapters::embedded::ledger
