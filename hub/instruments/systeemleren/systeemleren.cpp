#include "hub/instruments/systeemleren/systeemleren.hpp"

#include <utility>

namespace hub::instruments::systeemleren {

consumer::content_form systeemleren::takes() const noexcept {
    return consumer::content_form::opened;
}

std::vector<model::destination> systeemleren::addressed(
    model::message_type /*type*/,
    const std::vector<model::destination>& destinations
) const {
    return consumer::only(model::instrument::systeemleren, destinations);
}

std::vector<consumer::record_key> systeemleren::wants(const consumer::input& /*message*/) const {
    return {};
}

std::vector<consumer::record_key> systeemleren::makes(const consumer::input& message) const {
    return {{std::string{signal_kind}, message.id.to_string()}};
}

consumer::decided
systeemleren::decide(const consumer::input& message, const consumer::book_view& /*book*/) const {
    consumer::decided result;
    consumer::outcome outcome;
    outcome.destination = model::to_string(model::instrument::systeemleren);
    if (message.type != model::message_type::signaal || !message.content.has_signaal()) {
        outcome.state = model::state::geweigerd;
        outcome.reason = "alleen_signalen";
        outcome.words = "Systeemleren neemt alleen signalen aan.";
        result.outcomes.push_back(std::move(outcome));
        result.processings.push_back({"geweigerd", {}, {}, "Unset"});
        return result;
    }
    pmm::v1::SignaalRecord record;
    record.set_recorded_at_us(model::to_microseconds(message.now));
    vault::keep(*message.sealed, *record.mutable_message());
    result.changes.push_back(
        {{std::string{signal_kind}, message.id.to_string()}, record.SerializeAsString()}
    );
    result.outcomes.push_back(std::move(outcome));
    result.processings.push_back({"signaal", {}, {}, "Ok"});
    return result;
}

}  // namespace hub::instruments::systeemleren
