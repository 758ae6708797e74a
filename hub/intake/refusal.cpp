#include "hub/intake/refusal.hpp"

#include "hub/ports/result.hpp"

#include <utility>

namespace hub::intake {
namespace {

model::rejection outcome_unknown() {
    return {
        .kind = model::finality::unknown,
        .code = "uitkomst_onbekend",
        .words =
            "Het is niet zeker of dit bericht is opgeslagen. Stuur het opnieuw met hetzelfde "
            "id: dan blijkt het, en het wordt nooit dubbel verwerkt.",
        .invalid_params = {}};
}

model::rejection erased() {
    return refuse("gewist", "De inhoud van deze casus of inzending is gewist.");
}

// Once what was changed is put back, the same request is answered: so not final.
model::rejection not_authentic() {
    return {
        .kind = model::finality::retry,
        .code = "niet_authentiek",
        .words =
            "Een zegel van de hub klopt niet. De beheerder is gewaarschuwd; probeer het later "
            "opnieuw.",
        .invalid_params = {}};
}

}  // namespace

model::rejection
refuse(std::string code, std::string words, std::vector<model::invalid_param> places) {
    return {
        .kind = model::finality::rejected,
        .code = std::move(code),
        .words = std::move(words),
        .invalid_params = std::move(places)};
}

model::rejection unknown_casus() {
    return refuse(
        "casus_onbekend", "Er is geen casus met dit kenmerk waaraan deze organisatie deelneemt."
    );
}

model::rejection not_found() {
    return refuse("niet_gevonden", "Er is niets met dit kenmerk voor deze organisatie.");
}

model::rejection unavailable() {
    return {
        .kind = model::finality::retry,
        .code = "tijdelijk_niet_beschikbaar",
        .words =
            "De hub kan dit bericht nu niet opslaan. Er is niets bewaard; stuur het later "
            "opnieuw.",
        .invalid_params = {}};
}

model::rejection from_append(const boost::system::error_code& error) {
    if (error.category() != ports::error_category()) {
        return outcome_unknown();
    }
    switch (static_cast<ports::errc>(error.value())) {
        case ports::errc::retry:
        case ports::errc::conflict:
        case ports::errc::closed:
        case ports::errc::not_found:
            return unavailable();
        case ports::errc::erased:
            return erased();
        case ports::errc::too_large:
        case ports::errc::refused:
            return refuse("te_groot", "Dit bericht is groter dan de hub kan bewaren.");
        case ports::errc::unknown:
        case ports::errc::position_lost:
        case ports::errc::not_authentic:
            return outcome_unknown();
    }
    return outcome_unknown();
}

model::rejection id_in_use() {
    return refuse(
        "id_al_gebruikt",
        "Met dit id is eerder iets anders ingestuurd. Gebruik voor een nieuw bericht een nieuw id.",
        {{.name = "/id", .code = "id_al_gebruikt", .reason = "Gebruik een nieuw id."}}
    );
}

model::rejection reference_in_use() {
    return refuse(
        "casuskenmerk_al_gebruikt",
        "Uw casuskenmerk hoort al bij een andere casus dan die u noemt.",
        {{.name = "/casusKenmerk",
          .code = "casuskenmerk_al_gebruikt",
          .reason = "Laat dit veld weg of noem de casus die erbij hoort."}}
    );
}

model::rejection from_reading(const boost::system::error_code& error) {
    if (error == ports::make_error_code(ports::errc::erased)) {
        return erased();
    }
    if (error == ports::make_error_code(ports::errc::not_found)) {
        return not_found();
    }
    return error == ports::make_error_code(ports::errc::not_authentic) ? not_authentic()
                                                                       : unavailable();
}

}  // namespace hub::intake
