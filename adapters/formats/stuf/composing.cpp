#include "adapters/formats/stuf/composing.hpp"

#include <utility>

namespace adapters::formats::stuf {
namespace {

std::string full_name(const gathered& values) {
    std::string result;
    for (const auto* part :
         {values.voornamen.empty() ? &values.voorletters : &values.voornamen,
          &values.voorvoegsel,
          &values.achternaam}) {
        if (!part->empty()) {
            result.append(result.empty() ? "" : " ").append(*part);
        }
    }
    return result;
}

}  // namespace

std::string joined(std::string_view first, std::string_view second) {
    std::string result{first};
    result.append(result.empty() || second.empty() ? "" : "\n").append(second);
    return result;
}

void make_aanmelding(gathered values, hub::ports::decoded_message& into) {
    auto& aanmelding = *into.message.mutable_aanmelding();
    aanmelding.set_kenmerk(values.kenmerk);
    aanmelding.set_vraag(values.vraag);
    aanmelding.set_toelichting(joined(values.toelichting, values.lines));
    for (auto& date : values.dates) {
        *aanmelding.add_dringende_data() = std::move(date);
    }
    values.betrokkene.set_naam(full_name(values));
    if (!values.betrokkene.naam().empty() || !values.betrokkene.bsn().empty()) {
        *aanmelding.mutable_betrokkene() = values.betrokkene;
    }
    // Nobody who can't be reached: the configuration names somebody then, or the loket asks.
    if (!values.professional.email().empty() && !values.professional.naam().empty()) {
        values.professional.set_soort(pmm::v1::PROFESSIONAL_SOORT_PERSOON);
        *aanmelding.mutable_maatwerkprofessional() = values.professional;
    }
}

void make_bericht(
    const gathered& values,
    std::string subject,
    std::string text,
    hub::ports::decoded_message& into
) {
    auto& bericht = *into.message.mutable_bericht();
    bericht.set_kenmerk(values.kenmerk);
    bericht.set_soort(pmm::v1::BERICHT_SOORT_MEDEDELING);
    bericht.add_aan("loket");
    bericht.set_onderwerp(std::move(subject));
    bericht.set_tekst(std::move(text));
}

}  // namespace adapters::formats::stuf
