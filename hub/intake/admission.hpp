// From a submission to what the store is given, as far as that is decided without asking anybody.
#pragma once

#include "hub/intake/case_directory.hpp"
#include "hub/intake/reception.hpp"
#include "hub/intake/rules.hpp"
#include "hub/intake/validation.hpp"
#include "hub/model/admitted_message.hpp"
#include "hub/model/rejection.hpp"
#include "hub/model/timestamp.hpp"
#include "hub/vault/vault.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace hub::intake {

// A submission after all pure decisions, on its way to the store.
struct admission {
    std::shared_ptr<const rules> decided_by;
    access::caller who;
    sound_message sound;
    // As the sender gave them.
    std::string source;
    std::string source_id;
    model::submission_key key;
    casus_question where;
    routing::route route;
    model::timestamp now;
    std::uint32_t attempt = 1;
    std::optional<model::message_id> supersedes;
    // When an operator hands it in again.
    std::optional<replayed> replays;
    // What the submission carried beside its content.
    std::string form;
    std::uint32_t decoder_version = 0;
    std::string content_type;
    std::string original;
    std::optional<original_apart> apart;
    std::string traceparent;
    std::string transaction_id;
};

struct prepared {
    admission given;
    // Why it is refused; empty when it may go on.
    std::vector<model::rejection> refusals;
};

// Rights, soundness and route by these rules. A caller resolved by an earlier snapshot is resolved
// again.
[[nodiscard]] prepared prepare(
    const vault::vault& vault,
    std::shared_ptr<const rules> decided_by,
    submission given,
    model::timestamp now
);

// One refusal that says all: the first one's code, every place.
[[nodiscard]] model::rejection combine(std::vector<model::rejection> refusals);

// Composes and seals; the message is given as the store takes it.
[[nodiscard]] model::admitted_message
admit(const vault::vault& vault, const admission& given, const case_directory::place& place);

// Another try after this state supersedes the earlier message; any other keeps the id taken.
[[nodiscard]] bool may_supersede(model::state overall) noexcept;

// What the sender is told of a message that stands in the store.
[[nodiscard]] acceptance
describe(const admission& given, const ports::stored_message& stored, model::receipt receipt);

}  // namespace hub::intake
