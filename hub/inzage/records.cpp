#include "hub/inzage/records.hpp"

#include <utility>

namespace hub::inzage {

using pmm::v1::InzageRecord;

namespace {

constexpr std::string_view document_prefix = "bijlage/";

}  // namespace

model::message_id about_of(const InzageRecord& record) {
    return model::message_id::from_bytes(record.about()).value();
}

subject subject_of(const InzageRecord& record) {
    return record.soort() == to_string(subject::bericht) ? subject::bericht : subject::quarantaine;
}

content_part part_of(const InzageRecord& record) {
    if (record.deel().starts_with(document_prefix)) {
        return content_part::bijlage;
    }
    return record.deel() == to_string(content_part::canoniek) ? content_part::canoniek
                                                              : content_part::origineel;
}

std::optional<model::document_id> document_of(const InzageRecord& record) {
    const std::string_view part = record.deel();
    return part.starts_with(document_prefix)
               ? model::document_id::parse(part.substr(document_prefix.size()))
               : std::nullopt;
}

// Every step of a request has the same facts.
ports::audit_act act_of(
    std::string kind,
    std::string actor,
    const model::message_id& request,
    const InzageRecord& record
) {
    ports::audit_act act;
    act.kind = std::move(kind);
    act.actor = std::move(actor);
    act.message = about_of(record);
    act.facts = {
        {"inzage", request.to_string()},
        {"soort", record.soort()},
        {"deel", record.deel()},
        {"reden", record.reden()}};
    if (!record.kenmerk().empty()) {
        act.facts.emplace_back("kenmerk", record.kenmerk());
    }
    return act;
}

ports::audit_act step_of(
    std::string step,
    const person& who,
    const model::message_id& request,
    const InzageRecord& record
) {
    auto act = act_of("operatorhandeling", who.actor, request, record);
    act.facts.emplace_back("handeling", std::move(step));
    return act;
}

InzageRecord
record_of(const wish& what, const person& who, const model::oin& owner, model::timestamp now) {
    InzageRecord record;
    record.set_soort(std::string{to_string(what.what)});
    record.set_about(std::string{what.about.view()});
    record.set_owner_oin(owner.to_string());
    record.set_deel(std::string{to_string(what.part)});
    record.set_reden(what.reason);
    record.set_kenmerk(what.reference);
    if (what.document) {
        record.set_deel(std::string{document_prefix} + what.document->to_string());
    }
    record.set_asked_by(who.actor);
    record.set_organisation(who.organisation);
    record.set_asked_at_us(model::to_microseconds(now));
    return record;
}

intake::postvak_notice
notice_of(const model::message_id& request, const InzageRecord& record, const model::oin& owner) {
    const auto about = about_of(record);
    const auto document = document_of(record);
    const bool is_message = subject_of(record) == subject::bericht;
    intake::postvak_notice what;
    what.to = owner;
    what.about = about;
    what.purpose = "inzage/" + request.to_string() + '/' + std::to_string(record.looks());
    what.subject = "Uw inhoud is ingezien door het beheer van de hub";
    what.words = "Op " + model::to_rfc3339(model::from_microseconds(record.looked_at_us())) +
                 " heeft een beheerder (rol operator) van " + record.organisation() +
                 (document ? " bijlage " + document->to_string() + " ingezien van "
                           : std::string{" de inhoud ingezien van "}) +
                 (is_message ? "uw inzending " : "wat van u in quarantaine ligt, ") +
                 about.to_string() + ", ";
    what.words += words_of_reason(record.reden()).value_or("om een andere reden");
    what.words +=
        ". Een tweede persoon keurde dat tevoren goed. In het log van de hub staat het "
        "als inzage " +
        request.to_string() + ".";
    return what;
}

}  // namespace hub::inzage
