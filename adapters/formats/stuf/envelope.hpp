// A StUF message in its SOAP envelope: who sends it to whom, and which message it is.
#pragma once

#include "adapters/formats/stuf/xml_reader.hpp"
#include "hub/model/rejection.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace adapters::formats::stuf {

enum class soap { v1_1, v1_2 };

struct system_name {
    std::string organisatie;
    std::string applicatie;
    std::string administratie;
    std::string gebruiker;
};

struct stuurgegevens {
    std::string berichtcode;
    system_name zender;
    system_name ontvanger;
    std::string referentienummer;
    std::string tijdstip;
    std::string entiteittype;
    std::string functie;
    std::string cross_reference;
};

// A header block by its qualified name.
struct block_name {
    std::string uri;
    std::string name;
};

struct envelope {
    soap version = soap::v1_1;
    // Local name of the message, for example "zakLk01"; empty when there is none.
    std::string name;
    // XPath of the message.
    std::string path;
    stuurgegevens head;
    std::string mutatiesoort;
    std::vector<xml_element> elements;
    // Header blocks for the hub that say that they must be understood, and are not: none is.
    std::vector<block_name> not_understood;
    // Why it is no such message; what was found until then stands here too, for the answer.
    std::optional<hub::model::rejection> refusal;
};

[[nodiscard]] envelope
open_envelope(std::string_view bytes, std::string_view charset, const xml_limits& limits);

// The same from elements that were read, all or the first of them.
[[nodiscard]] envelope open_elements(std::vector<xml_element> elements);

}  // namespace adapters::formats::stuf
