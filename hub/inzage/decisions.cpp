#include "hub/inzage/decisions.hpp"

#include "hub/model/bsn.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace hub::inzage {
namespace {

constexpr std::size_t longest_reference = 64;

// A closed list: a sender reads why, and nobody can put a name in it.
constexpr std::array<std::pair<std::string_view, std::string_view>, 5> reasons{{
    {"herstel_quarantaine", "om te herstellen waarom het niet verwerkt kon worden"},
    {"onderzoek_storing", "om een storing te onderzoeken"},
    {"vraag_afzender", "omdat uw organisatie erom vroeg"},
    {"beveiligingsvoorval", "om een beveiligingsvoorval te onderzoeken"},
    {"wettelijke_plicht", "omdat een wet of toezichthouder het eist"},
}};

model::rejection refused(std::string code, std::string words) {
    return {model::finality::rejected, std::move(code), std::move(words), {}};
}

model::rejection wrong_field(std::string name, std::string code, std::string words) {
    auto why = refused(code, words);
    why.invalid_params.push_back({std::move(name), std::move(code), std::move(words)});
    return why;
}

bool is_reference(std::string_view text) {
    constexpr std::string_view known =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./";
    return text.size() <= longest_reference &&
           text.find_first_not_of(known) == std::string_view::npos && !model::find_bsn(text);
}

// What holds from a time on holds until its term; before that time, because a clock was set back,
// it does not hold either.
bool holds(std::int64_t from_us, std::chrono::seconds term, model::timestamp now) {
    const auto from = model::from_microseconds(from_us);
    return from <= now && now < from + term;
}

std::optional<model::rejection> judge_open(state stands) {
    switch (stands) {
        case state::gevraagd:
        case state::goedgekeurd:
            return std::nullopt;
        case state::verlopen:
            return refused(
                "inzage_verlopen", "De termijn van deze inzage is voorbij. Vraag haar opnieuw."
            );
        case state::afgewezen:
        case state::ingetrokken:
        case state::gebruikt:
            break;
    }
    return refused("inzage_beeindigd", "Deze inzage is afgewezen, ingetrokken of gebruikt.");
}

}  // namespace

std::string_view to_string(subject value) noexcept {
    return value == subject::bericht ? "bericht" : "quarantaine";
}

std::string_view to_string(content_part value) noexcept {
    switch (value) {
        case content_part::origineel:
            return "origineel";
        case content_part::canoniek:
            return "canoniek";
        case content_part::bijlage:
            break;
    }
    return "bijlage";
}

std::string_view to_string(state value) noexcept {
    switch (value) {
        case state::gevraagd:
            return "gevraagd";
        case state::goedgekeurd:
            return "goedgekeurd";
        case state::afgewezen:
            return "afgewezen";
        case state::ingetrokken:
            return "ingetrokken";
        case state::verlopen:
            return "verlopen";
        case state::gebruikt:
            return "gebruikt";
    }
    return {};
}

std::optional<std::string_view> words_of_reason(std::string_view reason) noexcept {
    const auto known = std::find_if(reasons.begin(), reasons.end(), [reason](const auto& one) {
        return one.first == reason;
    });
    return known == reasons.end() ? std::nullopt : std::optional{known->second};
}

std::optional<model::rejection> judge_wish(const wish& what) {
    if (!words_of_reason(what.reason)) {
        std::string words = "Kies een reden uit de lijst:";
        for (const auto& [word, meaning] : reasons) {
            words.append(" ").append(word);
        }
        return wrong_field("/reden", "reden_onbekend", std::move(words) + ".");
    }
    if (what.what == subject::quarantaine && what.part != content_part::origineel) {
        return wrong_field(
            "/deel",
            "deel_ontbreekt",
            "Wat in quarantaine ligt is niet begrepen: er is alleen het origineel."
        );
    }
    if ((what.part == content_part::bijlage) != what.document.has_value()) {
        return wrong_field(
            "/bijlage",
            "bijlage_ontbreekt",
            "Noem een bijlage, bij het deel bijlage en alleen daar."
        );
    }
    if (!is_reference(what.reference)) {
        return wrong_field(
            "/kenmerk",
            "kenmerk_ongeldig",
            "Een kenmerk heeft hoogstens 64 letters, cijfers of - _ . / en geen persoonsgegevens."
        );
    }
    return std::nullopt;
}

state state_of(
    const pmm::v1::InzageRecord& record,
    model::timestamp now,
    const inzage_options& options
) {
    for (const auto ended :
         {state::afgewezen, state::ingetrokken, state::verlopen, state::gebruikt}) {
        if (record.ended_as() == to_string(ended)) {
            return ended;
        }
    }
    if (record.approved_by().empty()) {
        return holds(record.asked_at_us(), options.asked_term, now) ? state::gevraagd
                                                                    : state::verlopen;
    }
    return holds(record.approved_at_us(), options.approved_term, now) ? state::goedgekeurd
                                                                      : state::verlopen;
}

std::optional<model::timestamp>
ends_at(const pmm::v1::InzageRecord& record, const inzage_options& options) {
    if (!record.ended_as().empty()) {
        return std::nullopt;
    }
    return record.approved_by().empty()
               ? model::from_microseconds(record.asked_at_us()) + options.asked_term
               : model::from_microseconds(record.approved_at_us()) + options.approved_term;
}

std::optional<model::rejection> judge_approval(
    const pmm::v1::InzageRecord& record,
    const person& who,
    model::timestamp now,
    const inzage_options& options
) {
    const auto stands = state_of(record, now, options);
    if (auto over = judge_open(stands)) {
        return over;
    }
    if (record.asked_by() == who.actor) {
        return refused(
            "zelfde_persoon", "Wie de inzage vroeg, kan haar niet goedkeuren: dat doet een ander."
        );
    }
    if (stands == state::goedgekeurd) {
        return refused("inzage_al_goedgekeurd", "Deze inzage is al goedgekeurd.");
    }
    return std::nullopt;
}

std::optional<model::rejection> judge_look(
    const pmm::v1::InzageRecord& record,
    const person& who,
    model::timestamp now,
    const inzage_options& options
) {
    const auto stands = state_of(record, now, options);
    if (auto over = judge_open(stands)) {
        return over;
    }
    if (record.asked_by() != who.actor) {
        return refused("niet_de_vrager", "De inhoud krijgt alleen wie de inzage vroeg.");
    }
    if (stands != state::goedgekeurd) {
        return refused(
            "inzage_niet_goedgekeurd", "Een tweede persoon heeft deze inzage nog niet goedgekeurd."
        );
    }
    return std::nullopt;
}

std::optional<model::rejection> judge_ending(
    const pmm::v1::InzageRecord& record,
    model::timestamp now,
    const inzage_options& options
) {
    return judge_open(state_of(record, now, options));
}

void approve(pmm::v1::InzageRecord& record, const person& who, model::timestamp now) {
    record.set_approved_by(who.actor);
    record.set_approved_at_us(model::to_microseconds(now));
}

void look(pmm::v1::InzageRecord& record, model::timestamp now, const inzage_options& options) {
    record.set_looks(record.looks() + 1);
    record.set_looked_at_us(model::to_microseconds(now));
    if (record.looks() >= options.most_looks) {
        end(record, state::gebruikt, record.asked_by(), now);
    }
}

void end(pmm::v1::InzageRecord& record, state as, const std::string& actor, model::timestamp now) {
    record.set_ended_as(std::string{to_string(as)});
    record.set_ended_by(actor);
    record.set_ended_at_us(model::to_microseconds(now));
}

}  // namespace hub::inzage
