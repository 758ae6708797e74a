// Composes canonical messages from what was gathered out of an object.
#pragma once

#include "hub/ports/decoder.hpp"
#include "schemas/pmm/v1/content.pb.h"

#include <string>
#include <string_view>
#include <vector>

namespace adapters::formats::stuf {

struct gathered {
    std::string kenmerk;
    std::string vraag;
    std::string toelichting;
    std::string lines;
    std::string onderwerp;
    std::string zaak;
    std::string achternaam;
    std::string voorvoegsel;
    std::string voornamen;
    std::string voorletters;
    pmm::v1::Betrokkene betrokkene;
    pmm::v1::Professional professional;
    std::vector<pmm::v1::DringendeDatum> dates;
    std::vector<hub::ports::attachment> attachments;
};

// On lines of their own.
[[nodiscard]] std::string joined(std::string_view first, std::string_view second);

void make_aanmelding(gathered values, hub::ports::decoded_message& into);

// A mededeling to the loket.
void make_bericht(
    const gathered& values,
    std::string subject,
    std::string text,
    hub::ports::decoded_message& into
);

}  // namespace adapters::formats::stuf
