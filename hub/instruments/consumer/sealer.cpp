#include "hub/instruments/consumer/sealer.hpp"

#include "schemas/pmm/v1/envelope.pb.h"

namespace hub::instruments::consumer {

model::admitted_message sealer::seal(
    const draft& what,
    const vault::content_key& key,
    const cause& why,
    model::timestamp now
) const {
    model::admitted_message message;
    message.id = vault_.mint_message_id();
    message.key = key.id();
    if (what.casus) {
        message.casus = model::casus_entry{*what.casus, false, std::nullopt, {}};
    }
    message.type = what.type;
    message.target = what.target;
    message.submission.owner = options_.own;
    message.submission.source = "urn:nld:oin:" + options_.own.to_string();
    message.submission.id = why.id.to_string() + '/' + what.purpose;
    message.certificate = options_.own;
    message.destinations = what.destinations;
    message.accepted_at = now;
    message.traceparent = why.traceparent;
    message.transaction_id = why.transaction_id;
    message.decided_by = options_.decided_by;
    message.refers_to = what.refers_to;

    pmm::v1::CanonicalPart part;
    what.content.SerializeToString(part.mutable_message());
    // There are no original bytes: the hub made it itself.
    const auto commitments = vault_.commit_to({}, part.message());
    message.salt = commitments.salt;
    message.original_commitment = commitments.original;
    message.canonical_commitment = commitments.canonical;
    part.set_salt(commitments.salt.data(), commitments.salt.size());
    part.set_form(std::string{"hub/"}.append(model::to_string(what.type)).append("/v1"));
    part.set_content_type("application/protobuf");
    part.set_source(message.submission.source);
    part.set_source_id(message.submission.id);

    const vault::seal_context context{message.id, what.casus, options_.own, what.type};
    message.canonical = vault_.seal(key, context, vault::part::canoniek, part.SerializeAsString());
    return message;
}

draft status_draft(const outcome& what, const cause& about, model::timestamp now) {
    draft result;
    result.purpose = "status/" + what.destination + '/';
    result.purpose += model::to_string(what.state);
    result.type = model::message_type::statusbericht;
    result.target = model::stream::status;
    result.destinations = {model::destination{about.owner}};
    result.refers_to = about.id;
    auto* status = result.content.mutable_statusbericht();
    status->set_inzending(about.id.to_string());
    status->set_bestemming(what.destination);
    status->set_toestand(std::string{model::to_string(what.state)});
    if (!what.reason.empty()) {
        status->set_reden(what.reason);
    }
    if (!what.words.empty()) {
        status->set_toelichting(what.words);
    }
    status->set_casus_status(what.casus_status);
    status->set_tijd_us(model::to_microseconds(now));
    return result;
}

}  // namespace hub::instruments::consumer
