// The interface between the runner and what a consumer decides: one verified message in, everything
// that is to change out.
#pragma once

#include "hub/model/destination.hpp"
#include "hub/model/oin.hpp"
#include "hub/model/timestamp.hpp"
#include "hub/model/uuid.hpp"
#include "hub/model/words.hpp"
#include "hub/ports/audit_log.hpp"
#include "hub/ports/book.hpp"
#include "hub/vault/envelope_view.hpp"
#include "schemas/pmm/v1/book.pb.h"
#include "schemas/pmm/v1/content.pb.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hub::instruments::consumer {

// A message whose receipt verified, as an instrument sees it.
struct input {
    model::message_id id;
    model::key_id key;
    std::optional<model::casus_id> casus;
    model::message_type type = model::message_type::aanmelding;
    model::oin owner;
    model::oin certificate;
    std::vector<model::destination> destinations;
    model::timestamp accepted_at;
    std::optional<model::message_id> refers_to;
    // It is the first of its casus that its log sent here.
    bool is_first = false;
    // The log that holds the message: which writer committed it.
    std::string log_id;
    // Unset for an instrument that takes messages sealed.
    pmm::v1::CanonicalMessage content;
    // What opens the content again later, for records (vault::keep); stands as long as the decision
    // takes.
    const vault::envelope_view* sealed = nullptr;
    // When it is being handled.
    model::timestamp now;
};

// Names a record of the book.
struct record_key {
    std::string kind;
    std::string id;

    auto operator<=>(const record_key&) const = default;
};

// The records that an instrument asked for, as they stand after the messages handled before.
class book_view {
public:
    virtual ~book_view() = default;

    // The body, or null when there is no such record. Only what wants() or makes() named may be
    // asked.
    [[nodiscard]] virtual const std::string* find(std::string_view kind, std::string_view id)
        const = 0;
};

struct record_change {
    record_key key;
    // Nothing removes the record.
    std::optional<std::string> body;
};

// A message to send onward; the runner seals it under the handled message's key and gives it to the
// book's outbox.
struct draft {
    // One word per message that one handled message leads to; with the handled id it makes the
    // source id, so that deciding again leads to the same.
    std::string purpose;
    model::message_type type = model::message_type::bericht;
    model::stream target = model::stream::bericht;
    // Nothing for a statusbericht: it takes no place in the casus' order.
    std::optional<model::casus_id> casus;
    std::vector<model::destination> destinations;
    std::optional<model::message_id> refers_to;
    pmm::v1::CanonicalMessage content;
};

// What became of the message at one destination; the runner makes a statusbericht to the sender.
struct outcome {
    // Name of the destination that speaks.
    std::string destination;
    model::state state = model::state::verwerkt;
    // Stable code where there is something to explain.
    std::string reason;
    // Plain Dutch words beside the code; never a value from content.
    std::string words;
    pmm::v1::CasusStatus casus_status = pmm::v1::CASUS_STATUS_UNSPECIFIED;
};

// One processing for the Logboek Dataverwerkingen; the runner adds message, trace and times.
struct processing {
    // Name of the activity, for example "aanmelding"; also the last part of its URI.
    std::string activity;
    // Pseudonym made by the vault; empty where no data subject is known.
    std::string data_subject_id;
    std::string data_subject_type;
    // "Ok", or "Unset" for properly handled invalid input.
    std::string status = "Ok";
};

struct decided {
    std::vector<record_change> changes;
    std::vector<draft> outgoing;
    std::vector<outcome> outcomes;
    std::vector<processing> processings;
    std::vector<ports::audit_act> acts;
};

enum class content_form { opened, sealed };

// Plain code without input or output: the same values give the same decision. What throws parks the
// message after bounded attempts.
class instrument {
public:
    virtual ~instrument() = default;

    [[nodiscard]] virtual content_form takes() const noexcept = 0;

    // Which of the message's destinations this consumer speaks for; none: the message is not for
    // it.
    [[nodiscard]] virtual std::vector<model::destination> addressed(
        model::message_type type,
        const std::vector<model::destination>& destinations
    ) const = 0;

    // The records that decide() will look at.
    [[nodiscard]] virtual std::vector<record_key> wants(const input& message) const = 0;

    // The records that decide() makes and that should not exist before, because they are named
    // after the message or after what it is the first of: nobody has to look for them. One that
    // exists all the same makes the book refuse the batch, which then looks for all of them.
    [[nodiscard]] virtual std::vector<record_key> makes(const input& /*message*/) const {
        return {};
    }

    [[nodiscard]] virtual decided decide(const input& message, const book_view& book) const = 0;
};

// What an instrument inside the hub speaks for: itself.
[[nodiscard]] std::vector<model::destination>
only(model::instrument own, const std::vector<model::destination>& destinations);

}  // namespace hub::instruments::consumer
