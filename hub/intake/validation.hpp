// Whether this caller may send this message and whether it is sound, and what the rest of intake
// needs to know of it. Pure.
#pragma once

#include "hub/access/caller.hpp"
#include "hub/model/rejection.hpp"
#include "hub/model/timestamp.hpp"
#include "hub/model/uuid.hpp"
#include "hub/model/words.hpp"
#include "hub/ports/decoder.hpp"
#include "hub/routing/table.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace hub::intake {

// How a type stands to casussen.
enum class casus_need {
    // Signals and register entries have none.
    none,
    // Opens one unless it names one.
    may_open,
    // Goes on in one that exists.
    must_exist,
};

// What a message is, as far as intake cares.
struct nature {
    model::message_type type = model::message_type::aanmelding;
    intake::casus_need casus = casus_need::may_open;
};

// A bericht that escalates is of the type escalatie. Nothing for what organisations do not hand in.
[[nodiscard]] std::optional<nature> nature_of(const pmm::v1::CanonicalMessage& message);

// A message found sound, with what its sender left to the configuration filled in.
struct sound_message {
    intake::nature nature;
    pmm::v1::CanonicalMessage message;
    // Fields filled in from the configuration: "grondslag", "doel", "maatwerkprofessional".
    std::vector<std::string> supplied;
    // What the form carried beside the content.
    std::map<std::string, std::string> extensions;
    std::vector<ports::attachment> attachments;
    routing::question question;
    // An escalatie goes to the LET and a voortgang to the loket, whatever the routing table says.
    std::optional<model::instrument> fixed_recipient;
    // Organisations that become participants of the casus.
    std::vector<model::oin> participants;
    // The sender's own reference (kenmerk).
    std::string reference;
    std::optional<model::message_id> refers_to;
    // The register entry to change or remove.
    std::optional<model::message_id> entry;
    // What to tell the sender although it is no refusal.
    std::vector<model::invalid_param> notices;
};

// All reasons at once: rights (type_niet_toegestaan, alleen_loket, bsn_niet_toegestaan), addressees
// (ontvanger_nodig, ontvanger_onbekend, ontvanger_niet_toegestaan), casus_nodig and
// persoonsgegevens_in_signaal. Empty: sound.
struct verdict {
    std::vector<model::rejection> refusals;
    // Complete only when nothing is refused.
    sound_message sound;
};

[[nodiscard]] verdict
validate(const access::caller& who, ports::decoded_message decoded, model::timestamp now);

}  // namespace hub::intake
