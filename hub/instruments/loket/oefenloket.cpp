#include "hub/instruments/loket/oefenloket.hpp"

#include "hub/instruments/loket/letters.hpp"

#include <array>
#include <stdexcept>
#include <string>
#include <utility>

namespace hub::instruments::loket {
namespace {

using consumer::decided;
using consumer::input;

struct trigger {
    std::string_view begins;
    exercise what;
};
// Documented in hub/docs/aansluiten.md.
constexpr std::array<trigger, 4> triggers{{
    {"oefen-aanvulling", exercise::supplement},
    {"oefen-stil", exercise::silence},
    {"oefen-weigering", exercise::refusal},
    {"oefen-behandeling", exercise::handling},
}};

std::string_view reference_of(const input& message) {
    if (message.content.has_aanmelding()) {
        return message.content.aanmelding().kenmerk();
    }
    return message.content.has_bericht() ? std::string_view{message.content.bericht().kenmerk()}
                                         : std::string_view{};
}

void ask(const input& message, decided& result) {
    if (!result.outgoing.empty()) {
        return;
    }
    pmm::v1::Ontbrekend one;
    one.set_veld("/toelichting");
    one.set_vraag("Oefening: wilt u uw aanmelding toelichten?");
    result.outgoing.push_back(supplement_request(message, {one}));
}

// Both steps at once: the first and the last that a person would report.
void handle(const input& message, decided& result) {
    for (auto& change : result.changes) {
        if (change.key.kind != casus_kind || !change.body) {
            continue;
        }
        pmm::v1::CasusRecord casus;
        if (!casus.ParseFromString(*change.body)) {
            throw std::runtime_error{"a casus record is none"};
        }
        for (const auto status :
             {pmm::v1::CASUS_STATUS_IN_BEHANDELING, pmm::v1::CASUS_STATUS_AFGEROND}) {
            for (const auto& sender : casus.afzenders()) {
                auto letter = progress_status(sender, status, message.now);
                letter.purpose += "/" + std::to_string(status);
                result.outgoing.push_back(std::move(letter));
            }
            casus.set_status(status);
        }
        change.body = casus.SerializeAsString();
    }
}

decided refuse() {
    decided result;
    result.outcomes.push_back(
        {std::string{loket_name},
         model::state::geweigerd,
         "oefening",
         "Het oefenloket weigert dit omdat uw kenmerk daarom vraagt.",
         {}}
    );
    result.processings.push_back({"geweigerd", {}, {}, "Unset"});
    return result;
}

}  // namespace

std::optional<exercise> exercise_of(std::string_view reference) noexcept {
    for (const auto& one : triggers) {
        if (reference.starts_with(one.begins)) {
            return one.what;
        }
    }
    return std::nullopt;
}

decided oefenloket::decide(const input& message, const consumer::book_view& book) const {
    const auto what = exercise_of(reference_of(message));
    if (what == exercise::refusal) {
        return refuse();
    }
    auto result = loket::decide(message, book);
    if (what == exercise::supplement) {
        ask(message, result);
    } else if (what == exercise::silence) {
        result.outgoing.clear();
    } else if (what == exercise::handling) {
        handle(message, result);
    }
    return result;
}

}  // namespace hub::instruments::loket
