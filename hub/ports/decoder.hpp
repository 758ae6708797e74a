// Turns the bytes of one form into the canonical message, or says everything that is wrong and
// where.
#pragma once

#include "hub/model/oin.hpp"
#include "hub/model/receipt.hpp"
#include "hub/model/rejection.hpp"
#include "hub/model/uuid.hpp"
#include "hub/model/words.hpp"
#include "schemas/pmm/v1/content.pb.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hub::ports {

// What a form announces that carries references only: the organisation's rules say what becomes of
// it.
struct announcement {
    std::string channel;
    std::string resource;
    std::string action;
};

// A document that a message refers to, or that came within it.
struct attachment {
    std::string name;
    std::string content_type;
    std::uint64_t size = 0;
    model::hash sha256{};
    // Where its bytes are sealed apart; nothing: in the original. A message that only refers says
    // no more than this, and intake fills in the rest.
    std::optional<model::document_id> document{};
};

struct decoded_message {
    pmm::v1::CanonicalMessage message;
    // The sender's id of this message (idempotency key together with owner and source).
    std::string id;
    // Empty: the default of the owner, urn:nld:oin:<OIN>.
    std::string source;
    // Owner for whom it is sent (namens); nothing when only one is possible.
    std::optional<model::oin> on_behalf_of;
    // The casus that it enters, by the hub's id or by the sender's own reference (empty: none).
    std::optional<model::casus_id> casus;
    std::string casus_reference;
    // What the form carries beside the content, by CloudEvents attribute name; sealed with it.
    std::map<std::string, std::string> extensions;
    // Where it departs from its form's standard, each with a code; taken from organisations whose
    // configuration says so.
    std::vector<model::invalid_param> deviations;
    std::optional<ports::announcement> announcement;
    std::vector<attachment> attachments;
    // What the sender is told although nothing is wrong.
    std::vector<model::invalid_param> notices;
};

// Pure: no I/O, no state that decoding changes. Thread-safe.
class decoder {
public:
    virtual ~decoder() = default;

    // Rises whenever the same bytes could lead to another canonical message.
    [[nodiscard]] virtual std::uint32_t version() const noexcept = 0;

    // The form's name as it is sealed with the message, for example "json/aanmelding/v1".
    [[nodiscard]] virtual std::string_view form() const noexcept = 0;

    [[nodiscard]] virtual model::decision<decoded_message> decode(std::string_view bytes) const = 0;
};

}  // namespace hub::ports
