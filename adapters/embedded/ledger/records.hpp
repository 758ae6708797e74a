// Builds the record that goes to the broker out of what a writer's file holds of a message.
#pragma once

#include "adapters/embedded/ledger/log_table.hpp"
#include "hub/model/admitted_message.hpp"
#include "hub/model/receipt.hpp"
#include "hub/ports/broker.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace adapters::embedded::ledger {

struct record_parts {
    hub::model::message_id id;
    hub::model::key_id key;
    std::optional<hub::model::casus_id> casus;
    hub::model::message_type type = hub::model::message_type::aanmelding;
    hub::model::stream target = hub::model::stream::aanmelding;
    hub::model::oin owner;
    hub::model::timestamp accepted_at;
    std::string traceparent;
    std::vector<std::pair<std::string, std::string>> open_extensions;
    std::vector<hub::model::destination> destinations;
    std::vector<std::uint64_t> numbers;
    // Place of its leaf in the commit.
    std::uint32_t leaf = 0;
    // What vault::build_envelope made before the commit.
    std::string_view envelope;
};

// What a commit's seal says of one leaf.
struct leaf_proof {
    std::string_view leaf;
    hub::model::inclusion place;
    std::string_view head;
};

// The envelope with destinations, proof and head, the key that keeps order, and the headers of the
// CloudEvents Kafka binding. The index in message.leaf is not looked at.
[[nodiscard]] hub::ports::record build_record(const record_parts& message, const leaf_proof& proof);

// The same with the proof of message.leaf.
[[nodiscard]] hub::ports::record
build_record(const record_parts& message, const stored_commit& commit);

}  // namespace adapters::embedded::ledger
