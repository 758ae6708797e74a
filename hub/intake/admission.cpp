#include "hub/intake/admission.hpp"

#include "hub/intake/own_reference.hpp"
#include "hub/intake/refusal.hpp"
#include "hub/intake/sealing.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace hub::intake {
namespace {

constexpr std::string_view no_route = "geen_route";

routing::route route_of(const rules& decided_by, const sound_message& sound) {
    if (!sound.fixed_recipient) {
        return decided_by.routes.find(sound.question);
    }
    const model::destination recipient{*sound.fixed_recipient};
    routing::reason why{
        .rule = "vast",
        .words = "Een bericht van deze soort gaat altijd naar deze ontvanger.",
        .destinations = {recipient}};
    return {
        .stream = routing::stream_of(sound.question.type),
        .destinations = {recipient},
        .why = {std::move(why)}};
}

void add_once(std::vector<model::oin>& all, const model::oin& value) {
    if (std::find(all.begin(), all.end(), value) == all.end()) {
        all.push_back(value);
    }
}

// Everyone whom the message reaches takes part in its casus from then on, the instruments under
// their own OIN.
std::vector<model::oin> participants_of(const admission& given) {
    std::vector<model::oin> all;
    add_once(all, given.key.owner);
    for (const auto& oin : given.sound.participants) {
        add_once(all, oin);
    }
    for (const auto& destination : given.route.destinations) {
        if (const auto* oin = destination.as_organisation()) {
            add_once(all, *oin);
        } else if (const auto own = given.decided_by->organisations->oin_of(*destination.as_instrument())) {
            add_once(all, *own);
        }
    }
    return all;
}

}  // namespace

prepared prepare(
    const vault::vault& vault,
    std::shared_ptr<const rules> decided_by,
    submission given,
    model::timestamp now
) {
    prepared result;
    auto& next = result.given;
    next.decided_by = std::move(decided_by);
    next.who = std::move(given.caller);
    next.now = now;
    const auto& organisations = next.decided_by->organisations;
    if (next.who.snapshot != organisations) {
        auto again = access::resolve_caller(
            organisations, next.who.certificate, next.who.owner, access::right::send, now
        );
        if (again.has_error()) {
            result.refusals.push_back(again.error());
            return result;
        }
        next.who = std::move(*again);
    }
    const auto& owner = next.who.owner;
    next.source_id = std::move(given.decoded.id);
    next.source = std::move(given.decoded.source);
    if (next.source.empty()) {
        next.source = default_source(owner);
    }
    next.key = submission_key_of(vault, owner, next.source, next.source_id);
    next.where.owner = owner;
    next.where.named = given.decoded.casus;
    next.where.reference = given.decoded.casus_reference;

    auto decided = validate(next.who, std::move(given.decoded), now);
    result.refusals = std::move(decided.refusals);
    next.sound = std::move(decided.sound);
    next.where.nature = next.sound.nature;
    next.where.entry = next.sound.entry;
    next.route = route_of(*next.decided_by, next.sound);
    next.form = std::move(given.form);
    next.decoder_version = given.decoder_version;
    next.content_type = std::move(given.content_type);
    next.original = std::move(given.original);
    next.apart = std::move(given.apart);
    next.traceparent = std::move(given.traceparent);
    next.transaction_id = std::move(given.transaction_id);
    next.replays = given.replays;
    if (next.replays) {
        next.supersedes = next.replays->id;
        next.attempt = next.replays->attempt + 1;
        next.where.decided = next.replays->casus;
    }
    return result;
}

model::rejection combine(std::vector<model::rejection> refusals) {
    auto first = std::move(refusals.front());
    for (auto other = std::next(refusals.begin()); other != refusals.end(); ++other) {
        if (other->code != first.code) {
            first.words += " " + other->words;
        }
        std::move(
            other->invalid_params.begin(),
            other->invalid_params.end(),
            std::back_inserter(first.invalid_params)
        );
    }
    return first;
}

model::admitted_message
admit(const vault::vault& vault, const admission& given, const case_directory::place& place) {
    model::admitted_message message;
    message.id = place.message;
    message.key = place.key.id();
    message.casus = place.casus;
    if (message.casus) {
        message.casus->adds_participants = participants_of(given);
    }
    message.type = given.sound.nature.type;
    message.target = given.route.stream;
    message.submission = given.key;
    message.certificate = given.who.certificate;
    message.destinations = given.route.destinations;
    message.accepted_at = given.now;
    if (!given.sound.reference.empty()) {
        message.reference = vault.reference_digest(given.key.owner, given.sound.reference);
    }
    message.traceparent = given.traceparent;
    message.open_extensions = given.decided_by->open_extensions.pick(given.sound.extensions);
    message.transaction_id = given.transaction_id;
    message.decided_by = given.decided_by->digest;
    message.decoder_version = given.decoder_version;
    message.attempt = given.attempt;
    message.refers_to = given.sound.refers_to;
    message.supersedes = given.supersedes;
    if (given.route.destinations.empty()) {
        message.parked_code = no_route;
    }
    const sealed_facts facts{
        .form = given.form,
        .content_type = given.content_type,
        .original = given.original,
        .apart = given.apart ? &*given.apart : nullptr,
        .source = given.source,
        .source_id = given.source_id};
    seal(vault, place.key, given.sound, facts, message);
    return message;
}

bool may_supersede(model::state overall) noexcept {
    return overall == model::state::geweigerd || overall == model::state::geparkeerd ||
           overall == model::state::teruggestuurd;
}

acceptance
describe(const admission& given, const ports::stored_message& stored, model::receipt receipt) {
    acceptance told;
    told.message = stored.id;
    told.type = stored.type;
    told.casus = stored.casus;
    if (stored.type == model::message_type::registermutatie) {
        told.entry = given.sound.entry.value_or(stored.id);
    }
    told.attempt = stored.attempt;
    told.accepted_at = stored.accepted_at;
    told.receipt = std::move(receipt);
    told.destinations = stored.destinations;
    told.notices = given.sound.notices;
    return told;
}

}  // namespace hub::intake
