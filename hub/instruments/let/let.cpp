#include "hub/instruments/let/let.hpp"

#include <stdexcept>
#include <utility>

namespace hub::instruments::let {
namespace {

constexpr std::string_view name = "let";

std::string record_id(const consumer::input& message) {
    return message.casus ? message.casus->to_string() : message.id.to_string();
}

}  // namespace

let::let(let_options options) : options_{std::move(options)} {}

consumer::content_form let::takes() const noexcept {
    return consumer::content_form::opened;
}

std::vector<model::destination> let::addressed(
    model::message_type /*type*/,
    const std::vector<model::destination>& destinations
) const {
    return consumer::only(model::instrument::let, destinations);
}

std::vector<consumer::record_key> let::wants(const consumer::input& message) const {
    return {{std::string{escalation_kind}, record_id(message)}};
}

bool let::is_escalation_of_loket(const consumer::input& message) const {
    return message.type == model::message_type::escalatie && message.owner == options_.loket &&
           message.log_id == options_.intake_log && message.casus &&
           message.content.bericht().soort() == pmm::v1::BERICHT_SOORT_ESCALATIE;
}

consumer::decided let::decide(const consumer::input& message, const consumer::book_view& book)
    const {
    consumer::decided result;
    consumer::outcome outcome;
    outcome.destination = name;
    if (!is_escalation_of_loket(message)) {
        outcome.state = model::state::geweigerd;
        outcome.reason = "alleen_escalatie_van_loket";
        outcome.words = "Het LET neemt alleen een casus aan die het loket opschaalt.";
        result.outcomes.push_back(std::move(outcome));
        result.processings.push_back({"geweigerd", {}, {}, "Unset"});
        return result;
    }
    pmm::v1::EscalatieRecord record;
    if (const auto* body = book.find(escalation_kind, record_id(message));
        body != nullptr && !record.ParseFromString(*body)) {
        throw std::runtime_error{"a record of an escalation is none"};
    }
    if (record.messages_size() == 0) {
        record.set_casus_id(std::string{message.casus->view()});
        record.set_opened_at_us(model::to_microseconds(message.now));
    }
    vault::keep(*message.sealed, *record.add_messages());
    result.changes.push_back(
        {{std::string{escalation_kind}, record_id(message)}, record.SerializeAsString()}
    );
    outcome.casus_status = pmm::v1::CASUS_STATUS_OPGESCHAALD;
    result.outcomes.push_back(std::move(outcome));
    result.processings.push_back({"escalatie", {}, {}, "Ok"});
    return result;
}

}  // namespace hub::instruments::let
