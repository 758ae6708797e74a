#include "hub/intake/addressees.hpp"

#include "hub/intake/refusal.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

namespace hub::intake {
namespace {

using pmm::v1::Bericht;

// The kinds with one fixed recipient, whatever they are addressed to.
std::optional<model::instrument> fixed_recipient(pmm::v1::BerichtSoort kind) {
    if (kind == pmm::v1::BERICHT_SOORT_ESCALATIE) {
        return model::instrument::let;
    }
    if (kind == pmm::v1::BERICHT_SOORT_VOORTGANG) {
        return model::instrument::loket;
    }
    return std::nullopt;
}

model::rejection refuse_recipient(std::string code, std::string words) {
    std::vector<model::invalid_param> places;
    places.push_back({.name = "/aan/*", .code = code, .reason = words});
    return refuse(std::move(code), std::move(words), std::move(places));
}

// An instrument's OIN and its name mean the same.
std::optional<model::destination>
find_destination(const access::organisations& known, std::string_view name) {
    const auto parsed = model::destination::parse(name);
    if (!parsed || parsed->as_organisation() == nullptr) {
        return parsed;
    }
    const auto& oin = *parsed->as_organisation();
    if (const auto instrument = known.instrument_of(oin)) {
        return model::destination{*instrument};
    }
    return access::may_receive(known, oin) ? parsed : std::nullopt;
}

bool may_address(const model::destination& wanted, std::optional<model::instrument> fixed) {
    const auto* instrument = wanted.as_instrument();
    if (fixed) {
        return instrument != nullptr && *instrument == *fixed;
    }
    // The LET is reached only through an escalatie, and the register through its own resource.
    return instrument == nullptr || *instrument == model::instrument::loket;
}

}  // namespace

addressees addressees_of(const access::caller& who, const Bericht& message) {
    addressees result;
    const auto fixed = fixed_recipient(message.soort());
    result.fixed = fixed;
    if (fixed) {
        result.destinations.emplace_back(*fixed);
    }
    for (const auto& name : message.aan()) {
        const auto found = find_destination(*who.snapshot, name);
        if (!found) {
            result.refusals.push_back(refuse_recipient(
                "ontvanger_onbekend",
                "Deze ontvanger is niet bij de hub aangesloten of heeft geen postvak."
            ));
            continue;
        }
        if (!may_address(*found, fixed)) {
            result.refusals.push_back(refuse_recipient(
                "ontvanger_niet_toegestaan",
                "Een bericht van deze soort kan niet aan deze ontvanger worden gericht."
            ));
            continue;
        }
        auto& all = result.destinations;
        if (std::find(all.begin(), all.end(), *found) == all.end()) {
            all.push_back(*found);
        }
    }
    if (result.destinations.empty() && result.refusals.empty()) {
        result.refusals.push_back(refuse(
            "ontvanger_nodig",
            "Noem in aan ten minste een ontvanger.",
            {{.name = "/aan", .code = "ontvanger_nodig", .reason = "Noem een ontvanger."}}
        ));
    }
    return result;
}

}  // namespace hub::intake
