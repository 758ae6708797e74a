// Reads once more what passed without being held: out of the document that the quarantine refers
// to.
#pragma once

#include "hub/access/organisation_directory.hpp"
#include "hub/documents/passing_sinks.hpp"
#include "hub/instruments/consumer/parked_desk.hpp"
#include "hub/intake/quarantine.hpp"
#include "hub/intake/sealing.hpp"
#include "hub/ports/message_form.hpp"

#include <memory>
#include <optional>

namespace hub::intake {

// For whom a document comes in within a message, by today's table. The codes of resolve_caller();
// alleen_deelnemers.
[[nodiscard]] model::decision<documents::sender> document_sender(
    std::shared_ptr<const access::organisations> today,
    const model::oin& certificate,
    const std::optional<model::oin>& on_behalf_of,
    model::timestamp now
);

// As it is read today.
struct passed_again {
    // Where it can't be read, its decoded says why.
    ports::carried_message message;
    std::optional<original_apart> apart;
    // What was sealed anew; to be given up where the message is not taken. Null in a rehearsal.
    std::unique_ptr<documents::sealing_sink> sealed;
    std::optional<model::document_id> document;
};

struct kept_passing {
    const ports::message_form& form;
    const ports::decoder& decoder;
    ports::quarantined one;
    original_body what;
};

// The rooms have documents. errc of the store and the vault.
[[nodiscard]] ports::async_result<passed_again>
pass_again(quarantine_parts rooms, kept_passing kept, instruments::consumer::execution how);

}  // namespace hub::intake
