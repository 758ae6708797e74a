// What the tests of the JSON form share: samples, a smallest valid body per type, and short
// verdicts.
#pragma once

#include "adapters/formats/json/decoder.hpp"

#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <string_view>

namespace adapters::formats::json {

inline constexpr std::string_view smallest_aanmelding =
    R"({"id":"1","kenmerk":"k","maatwerkprofessional":)"
    R"({"soort":"team","naam":"T","email":"t@voorbeeld.nl"},"vraag":"v"})";
inline constexpr std::string_view smallest_signaal =
    R"({"id":"1","categorie":"overig","omschrijving":"o"})";
inline constexpr std::string_view smallest_bericht =
    R"({"id":"1","casusKenmerk":"c","soort":"vraag","aan":["loket"],"tekst":"t"})";
inline constexpr std::string_view smallest_registermutatie =
    R"({"id":"1","actie":"verwijderen","vermeldingId":"01931b66-7d50-7c8a-9d3c-2f6a1c0b9e12"})";

inline hub::model::decision<hub::ports::decoded_message>
decode(hub::model::message_type type, std::string_view bytes, decoder_options options = {}) {
    return create_decoder(type, options)->decode(bytes);
}

// A body with one more member at its end, given as JSON text.
inline std::string with(std::string_view body, std::string_view member) {
    std::string result{body.substr(0, body.size() - 1)};
    result += ',';
    result += member;
    result += '}';
    return result;
}

// "" when accepted; else the code and, sorted by appearance, "name:code" of every place.
inline std::string
verdict(hub::model::message_type type, std::string_view bytes, decoder_options options = {}) {
    const auto decided = decode(type, bytes, options);
    if (decided) {
        return {};
    }
    std::string result = decided.error().code;
    for (const auto& each : decided.error().invalid_params) {
        result += ' ';
        result += each.name;
        result += ':';
        result += each.code;
    }
    return result;
}

inline std::string sample(const std::string& name) {
    std::ifstream file{std::string{PMM_SAMPLES} + "/json/" + name};
    if (!file) {
        throw std::runtime_error{"no sample " + name};
    }
    return {std::istreambuf_iterator<char>{file}, {}};
}

}  // namespace adapters::formats::json
