#include "hub/instruments/register/register_instrument.hpp"

#include <stdexcept>
#include <utility>

namespace hub::instruments::register_ {
namespace {

using consumer::decided;
using consumer::input;

constexpr std::string_view name = "register";

// A new entry is named after the key that seals it: its own. Empty when no entry is named.
std::string entry_id(const input& message) {
    const auto& mutation = message.content.registermutatie();
    if (mutation.actie() == pmm::v1::REGISTER_ACTIE_TOEVOEGEN) {
        return message.key.to_string();
    }
    const auto named = model::key_id::parse(mutation.vermelding_id());
    return named ? named->to_string() : std::string{};
}

decided refused(std::string code, std::string words) {
    decided result;
    result.outcomes.push_back(
        {std::string{name}, model::state::geweigerd, std::move(code), std::move(words), {}}
    );
    result.processings.push_back({"geweigerd", {}, {}, "Unset"});
    return result;
}

decided accepted(consumer::record_change change, std::string activity) {
    decided result;
    result.changes.push_back(std::move(change));
    consumer::outcome outcome;
    outcome.destination = name;
    result.outcomes.push_back(std::move(outcome));
    result.processings.push_back({std::move(activity), {}, {}, "Ok"});
    return result;
}

decided unknown_entry() {
    return refused("vermelding_onbekend", "Deze vermelding bestaat niet of is niet van u.");
}

decided add(const input& message, const consumer::record_key& key, const std::string* body) {
    if (body != nullptr) {
        return refused("vermelding_bestaat_al", "Deze vermelding bestaat al.");
    }
    pmm::v1::VermeldingRecord record;
    record.set_entry_id(std::string{message.key.view()});
    record.set_owner_oin(message.owner.to_string());
    record.set_created_at_us(model::to_microseconds(message.now));
    record.set_confirmed_at_us(model::to_microseconds(message.now));
    vault::keep(*message.sealed, *record.mutable_mutation());
    return accepted({key, record.SerializeAsString()}, "toevoegen");
}

decided change(const input& message, const consumer::record_key& key, const std::string* body) {
    pmm::v1::VermeldingRecord record;
    if (body != nullptr && !record.ParseFromString(*body)) {
        throw std::runtime_error{"a record of an entry is none"};
    }
    if (body == nullptr || record.owner_oin() != message.owner.text()) {
        return unknown_entry();
    }
    if (message.content.registermutatie().actie() == pmm::v1::REGISTER_ACTIE_VERWIJDEREN) {
        return accepted({key, std::nullopt}, "verwijderen");
    }
    record.set_confirmed_at_us(model::to_microseconds(message.now));
    vault::keep(*message.sealed, *record.mutable_mutation());
    return accepted({key, record.SerializeAsString()}, "wijzigen");
}

}  // namespace

consumer::content_form register_instrument::takes() const noexcept {
    return consumer::content_form::opened;
}

std::vector<model::destination> register_instrument::addressed(
    model::message_type /*type*/,
    const std::vector<model::destination>& destinations
) const {
    return consumer::only(model::instrument::register_, destinations);
}

std::vector<consumer::record_key> register_instrument::wants(const input& message) const {
    auto id = entry_id(message);
    if (id.empty()) {
        return {};
    }
    return {{std::string{entry_kind}, std::move(id)}};
}

decided register_instrument::decide(const input& message, const consumer::book_view& book) const {
    const consumer::record_key key{std::string{entry_kind}, entry_id(message)};
    if (message.type != model::message_type::registermutatie) {
        return refused(
            "alleen_registermutaties", "Het register neemt alleen registermutaties aan."
        );
    }
    if (key.id.empty()) {
        return unknown_entry();
    }
    const auto* body = book.find(key.kind, key.id);
    switch (message.content.registermutatie().actie()) {
        case pmm::v1::REGISTER_ACTIE_TOEVOEGEN:
            return add(message, key, body);
        case pmm::v1::REGISTER_ACTIE_WIJZIGEN:
        case pmm::v1::REGISTER_ACTIE_VERWIJDEREN:
            return change(message, key, body);
        default:
            // Protobuf leaves enumerations open.
            return refused("actie_onbekend", "Deze actie kent het register niet.");
    }
}

}  // namespace hub::instruments::register_
