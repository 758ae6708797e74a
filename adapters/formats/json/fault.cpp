#include "adapters/formats/json/fault.hpp"

namespace adapters::formats::json {

namespace {

std::string counted(std::string_view before, std::uint32_t number, std::string_view after) {
    std::string result{before};
    result += std::to_string(number);
    result += after;
    return result;
}

std::string one_of(std::span<const word> words) {
    std::string result = "Kies een van: ";
    for (const word& each : words) {
        result += each.text;
        result += ", ";
    }
    result.replace(result.size() - 2, 2, ".");
    return result;
}

std::string_view type_words(kind what) noexcept {
    switch (what) {
        case kind::integer:
            return "Hier hoort een geheel getal zonder aanhalingstekens.";
        case kind::object:
            return "Hier hoort een object.";
        case kind::line:
        case kind::text:
        case kind::date:
        case kind::moment:
        case kind::oin:
        case kind::uuid:
        case kind::email:
        case kind::telephone:
        case kind::bsn:
        case kind::destination:
        case kind::pointer:
        case kind::word:
            return "Hier hoort een tekst tussen aanhalingstekens.";
    }
    return {};
}

}  // namespace

std::string_view code_of(fault what) noexcept {
    switch (what) {
        case fault::required:
        case fault::required_one_of:
            return "verplicht";
        case fault::not_allowed:
            return "niet_toegestaan";
        case fault::unknown_field:
            return "onbekend_veld";
        case fault::duplicate_field:
            return "dubbel_veld";
        case fault::wrong_type:
        case fault::not_a_list:
            return "verkeerd_type";
        case fault::blank:
            return "leeg";
        case fault::too_short:
            return "te_kort";
        case fault::too_long:
            return "te_lang";
        case fault::wrong_character:
            return "ongeldig_teken";
        case fault::too_small:
            return "te_klein";
        case fault::too_large:
            return "te_groot";
        case fault::too_few:
            return "te_weinig";
        case fault::too_many:
            return "te_veel";
        case fault::duplicate_value:
            return "dubbele_waarde";
        case fault::unknown_word:
            return "onbekende_waarde";
        case fault::date:
            return "ongeldige_datum";
        case fault::oin:
            return "ongeldig_oin";
        case fault::uuid:
            return "ongeldig_uuid";
        case fault::email:
            return "ongeldig_emailadres";
        case fault::telephone:
            return "ongeldig_telefoonnummer";
        case fault::bsn:
            return "ongeldig_bsn";
        case fault::elfproef:
            return "elfproef";
        case fault::destination:
            return "ongeldige_bestemming";
        case fault::pointer:
            return "ongeldige_verwijzing";
    }
    return {};
}

std::string reason_of(fault what, const field& where) {
    switch (what) {
        case fault::required:
            return "Dit veld is verplicht.";
        case fault::required_one_of:
            return "Een van deze velden is verplicht.";
        case fault::not_allowed:
            return "Dit veld mag hier niet staan.";
        case fault::unknown_field:
            return "Hier staat een veld dat dit formulier niet kent.";
        case fault::duplicate_field:
            return "Dit veld staat er meer dan eens.";
        case fault::wrong_type:
            return std::string{type_words(where.what)};
        case fault::not_a_list:
            return "Hier hoort een lijst.";
        case fault::blank:
            return "Dit veld is leeg; laat het weg of vul het in.";
        case fault::too_short:
            return counted("Gebruik minstens ", where.size.minimum, " tekens.");
        case fault::too_long:
            return counted("Gebruik hoogstens ", where.size.maximum, " tekens.");
        case fault::wrong_character:
            return where.what == kind::text
                       ? "De tekst bevat een besturingsteken."
                       : "De tekst bevat een regeleinde of ander besturingsteken.";
        case fault::too_small:
            return counted("Het getal moet minstens ", where.size.minimum, " zijn.");
        case fault::too_large:
            return counted("Het getal mag hoogstens ", where.size.maximum, " zijn.");
        case fault::too_few:
            return counted("Geef minstens ", where.items.minimum, " waarde(n).");
        case fault::too_many:
            return counted("Geef hoogstens ", where.items.maximum, " waarden.");
        case fault::duplicate_value:
            return "Deze waarde staat er meer dan eens.";
        case fault::unknown_word:
            return one_of(where.words);
        case fault::date:
            return "Geef een bestaande datum als JJJJ-MM-DD.";
        case fault::oin:
            return "Een OIN heeft precies 20 posities: 8 cijfers en daarna 12 cijfers of "
                   "hoofdletters.";
        case fault::uuid:
            return "Geef een UUID van 36 tekens.";
        case fault::email:
            return "Geef een e-mailadres als naam@organisatie.nl.";
        case fault::telephone:
            return "Geef een telefoonnummer van cijfers, met spaties, haakjes of streepjes "
                   "ertussen.";
        case fault::bsn:
            return "Een BSN heeft 8 of 9 cijfers.";
        case fault::elfproef:
            return "Dit BSN voldoet niet aan de elfproef.";
        case fault::destination:
            return "Geef een OIN of de naam van een instrument.";
        case fault::pointer:
            return "Geef een JSON pointer naar een veld van de aanmelding.";
    }
    return {};
}

}  // namespace adapters::formats::json
