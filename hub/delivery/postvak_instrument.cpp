#include "hub/delivery/postvak_instrument.hpp"

#include "hub/delivery/postvak_item.hpp"

#include <stdexcept>
#include <utility>

namespace hub::delivery {

namespace consumer = instruments::consumer;

postvak_instrument::postvak_instrument(postvak_instrument_options options)
    : options_{std::move(options)} {}

consumer::content_form postvak_instrument::takes() const noexcept {
    return consumer::content_form::sealed;
}

std::vector<model::destination> postvak_instrument::addressed(
    model::message_type /*type*/,
    const std::vector<model::destination>& destinations
) const {
    std::vector<model::destination> organisations;
    for (const auto& destination : destinations) {
        if (destination.as_organisation() != nullptr) {
            organisations.push_back(destination);
        }
    }
    return organisations;
}

std::vector<consumer::record_key> postvak_instrument::wants(const consumer::input& message) const {
    std::vector<consumer::record_key> keys;
    for (const auto& destination : message.destinations) {
        if (const auto* recipient = destination.as_organisation()) {
            keys.push_back({std::string{holder_kind}, recipient->to_string()});
        }
    }
    return keys;
}

std::vector<consumer::record_key> postvak_instrument::makes(const consumer::input& message) const {
    std::vector<consumer::record_key> keys;
    for (const auto& destination : message.destinations) {
        if (const auto* recipient = destination.as_organisation()) {
            keys.push_back({open_kind(*recipient), message.id.to_string()});
        }
    }
    return keys;
}

consumer::decided
postvak_instrument::decide(const consumer::input& message, const consumer::book_view& book) const {
    const auto is_status = message.type == model::message_type::statusbericht;
    if (is_status && message.log_id == options_.intake_log) {
        // Only the hub itself says what became of a message.
        throw std::runtime_error{"a statusbericht that was handed in"};
    }
    pmm::v1::PostvakItem item;
    vault::keep(*message.sealed, *item.mutable_message());
    if (message.refers_to) {
        item.set_refers_to(std::string{message.refers_to->view()});
    }
    item.set_arrived_at_us(model::to_microseconds(message.now));
    item.set_state(std::string{model::to_string(model::state::klaargezet)});
    consumer::decided result;
    for (auto& key : makes(message)) {
        if (book.find(key.kind, key.id) != nullptr) {
            // It lies there already: the book knows longer than it remembers handled ids.
            continue;
        }
        if (!is_status) {
            consumer::outcome outcome;
            outcome.destination = recipient_of_kind(key.kind)->to_string();
            outcome.state = model::state::klaargezet;
            result.outcomes.push_back(std::move(outcome));
        }
        result.changes.push_back({std::move(key), item.SerializeAsString()});
    }
    for (auto& key : wants(message)) {
        if (book.find(key.kind, key.id) == nullptr) {
            pmm::v1::PostvakHouder holder;
            holder.set_first_at_us(item.arrived_at_us());
            result.changes.push_back({std::move(key), holder.SerializeAsString()});
        }
    }
    if (!is_status) {
        result.processings.push_back({"klaarzetten", {}, {}, "Ok"});
    }
    return result;
}

}  // namespace hub::delivery
