#include "hub/instruments/loket/loket.hpp"

#include "hub/instruments/loket/letters.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace hub::instruments::loket {
namespace {

using consumer::decided;
using consumer::input;

std::string casus_record_id(const input& message) {
    if (!message.casus) {
        // Intake gives every aanmelding and bericht a casus.
        throw std::logic_error{"a message for the loket without a casus"};
    }
    return message.casus->to_string();
}

// Whoever else may know the casus, the loket does not yet.
bool opens_casus(const input& message) {
    return message.type == model::message_type::aanmelding && message.is_first;
}

// The casus as it stands, or nothing when the loket does not know it yet.
std::optional<pmm::v1::CasusRecord>
find_casus(const input& message, const consumer::book_view& book) {
    const auto* body = book.find(casus_kind, casus_record_id(message));
    if (body == nullptr) {
        return std::nullopt;
    }
    pmm::v1::CasusRecord casus;
    if (!casus.ParseFromString(*body)) {
        throw std::runtime_error{"a casus record is none"};
    }
    return casus;
}

pmm::v1::CasusRecord open_casus(const input& message) {
    pmm::v1::CasusRecord casus;
    casus.set_casus_id(std::string{message.casus->view()});
    casus.set_owner_oin(message.owner.to_string());
    casus.set_opened_at_us(model::to_microseconds(message.now));
    vault::keep(*message.sealed, *casus.mutable_opening());
    return casus;
}

void add_message(pmm::v1::CasusRecord& casus, const input& message, decided& result) {
    casus.add_messages(std::string{message.id.view()});
    if (casus.opening().message_id() != message.id.view()) {
        pmm::v1::CasusBerichtRecord record;
        record.set_casus_id(casus.casus_id());
        vault::keep(*message.sealed, *record.mutable_message());
        result.changes.push_back(
            {{std::string{casus_message_kind}, message.id.to_string()}, record.SerializeAsString()}
        );
    }
}

// Each sender hears about the first message it handed in for this casus.
void add_sender(pmm::v1::CasusRecord& casus, const input& message) {
    const auto known =
        std::any_of(casus.afzenders().begin(), casus.afzenders().end(), [&](const auto& sender) {
            return sender.oin() == message.owner.text();
        });
    if (!known) {
        auto* sender = casus.add_afzenders();
        sender->set_oin(message.owner.to_string());
        sender->set_message_id(std::string{message.id.view()});
    }
}

void keep(const pmm::v1::CasusRecord& casus, const input& message, decided& result) {
    result.changes.push_back(
        {{std::string{casus_kind}, casus_record_id(message)}, casus.SerializeAsString()}
    );
}

consumer::outcome handled(pmm::v1::CasusStatus status) {
    consumer::outcome outcome;
    outcome.destination = loket_name;
    outcome.casus_status = status;
    return outcome;
}

decided refused(std::string code, std::string words) {
    decided result;
    result.outcomes.push_back(
        {std::string{loket_name}, model::state::geweigerd, std::move(code), std::move(words), {}}
    );
    result.processings.push_back({"geweigerd", {}, {}, "Unset"});
    return result;
}

bool is_progress(const input& message) {
    return message.content.has_bericht() &&
           message.content.bericht().soort() == pmm::v1::BERICHT_SOORT_VOORTGANG;
}

// Empty for anything but an aanmelding with a BSN.
const std::string& bsn_of(const input& message) {
    return message.content.aanmelding().betrokkene().bsn();
}

}  // namespace

loket::loket(loket_options options) : options_{std::move(options)} {}

consumer::content_form loket::takes() const noexcept {
    return consumer::content_form::opened;
}

std::vector<model::destination> loket::addressed(
    model::message_type /*type*/,
    const std::vector<model::destination>& destinations
) const {
    return consumer::only(model::instrument::loket, destinations);
}

std::vector<consumer::record_key> loket::wants(const input& message) const {
    std::vector<consumer::record_key> keys;
    if (!opens_casus(message)) {
        keys.push_back({std::string{casus_kind}, casus_record_id(message)});
    }
    if (!bsn_of(message).empty()) {
        keys.push_back({std::string{person_kind}, options_.person_pseudonym(bsn_of(message))});
    }
    return keys;
}

std::vector<consumer::record_key> loket::makes(const input& message) const {
    std::vector<consumer::record_key> keys;
    if (opens_casus(message)) {
        keys.push_back({std::string{casus_kind}, casus_record_id(message)});
    } else {
        keys.push_back({std::string{casus_message_kind}, message.id.to_string()});
    }
    return keys;
}

decided loket::decide(const input& message, const consumer::book_view& book) const {
    switch (message.type) {
        case model::message_type::aanmelding:
            return take_referral(message, book);
        case model::message_type::bericht:
            return is_progress(message) ? take_progress(message, book)
                                        : take_message(message, book);
        case model::message_type::signaal:
        case model::message_type::escalatie:
        case model::message_type::registermutatie:
        case model::message_type::statusbericht:
            break;
    }
    return refused("soort_niet_voor_loket", "Het loket behandelt dit soort bericht niet.");
}

decided loket::take_referral(const input& message, const consumer::book_view& book) const {
    decided result;
    auto casus = find_casus(message, book).value_or(open_casus(message));
    if (casus.status() == pmm::v1::CASUS_STATUS_UNSPECIFIED) {
        casus.set_status(pmm::v1::CASUS_STATUS_AANGEMELD);
    }
    add_message(casus, message, result);
    add_sender(casus, message);
    remember_person(message, book, result);

    const auto missing = options_.supplements.missing(message.content.aanmelding());
    casus.clear_ontbreekt();
    for (const auto& one : missing) {
        casus.add_ontbreekt(one.veld());
    }
    if (!missing.empty()) {
        result.outgoing.push_back(supplement_request(message, missing));
    }
    keep(casus, message, result);
    result.outcomes.push_back(handled(casus.status()));
    consumer::processing processing{"aanmelding", {}, {}, "Ok"};
    if (!bsn_of(message).empty()) {
        processing.data_subject_id = options_.logbook_pseudonym(bsn_of(message));
        processing.data_subject_type = "BSN";
    }
    result.processings.push_back(std::move(processing));
    return result;
}

decided loket::take_message(const input& message, const consumer::book_view& book) const {
    decided result;
    auto casus = find_casus(message, book).value_or(open_casus(message));
    add_message(casus, message, result);
    add_sender(casus, message);
    keep(casus, message, result);
    result.outcomes.push_back(handled(casus.status()));
    result.processings.push_back({"bericht", {}, {}, "Ok"});
    return result;
}

decided loket::take_progress(const input& message, const consumer::book_view& book) const {
    if (message.owner != options_.own) {
        return refused("alleen_loket", "Alleen het loket zegt hoe het met een casus staat.");
    }
    auto casus = find_casus(message, book);
    if (!casus) {
        return refused("casus_onbekend", "Het loket kent deze casus niet.");
    }
    const auto status = message.content.bericht().casus_status();
    if (status == pmm::v1::CASUS_STATUS_UNSPECIFIED) {
        return refused("voortgang_zonder_status", "De voortgang noemt geen status.");
    }
    decided result;
    casus->set_status(status);
    add_message(*casus, message, result);
    for (const auto& sender : casus->afzenders()) {
        if (sender.oin() != options_.own.text()) {
            result.outgoing.push_back(progress_status(sender, status, message.now));
        }
    }
    keep(*casus, message, result);
    result.outcomes.push_back(handled(status));
    result.processings.push_back({"voortgang", {}, {}, "Ok"});
    return result;
}

void loket::remember_person(const input& message, const consumer::book_view& book, decided& result)
    const {
    if (bsn_of(message).empty()) {
        return;
    }
    auto pseudonym = options_.person_pseudonym(bsn_of(message));
    pmm::v1::PersoonRecord person;
    if (const auto* body = book.find(person_kind, pseudonym);
        body != nullptr && !person.ParseFromString(*body)) {
        throw std::runtime_error{"a person's record is none"};
    }
    const std::string casus{message.casus->view()};
    const auto& known = person.casus_ids();
    if (std::find(known.begin(), known.end(), casus) == known.end()) {
        // The record is written anew each time: without a bound, one BSN in every message would
        // make each dearer than the one before.
        if (person.casus_ids_size() >= most_casussen_of_person) {
            person.mutable_casus_ids()->DeleteSubrange(0, 1);
        }
        person.add_casus_ids(casus);
        result.changes.push_back(
            {{std::string{person_kind}, std::move(pseudonym)}, person.SerializeAsString()}
        );
    }
}

}  // namespace hub::instruments::loket
