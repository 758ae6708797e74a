// The small bodies of the other resources, read with tables like those of messages.
#pragma once

#include "hub/model/rejection.hpp"
#include "schemas/pmm/v1/content.pb.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace adapters::formats::json {

// POST /v1/postvakken/{oin}/uitgiften: take messages to work on for a while.
struct uitgifte_request {
    std::uint32_t aantal = 0;
    std::uint32_t lease_seconden = 0;
    // How long to wait for a message when there is none.
    std::uint32_t wacht_seconden = 0;
};

// POST …/berichten/{id}/bevestigingen: handled. Has no fields yet.
struct bevestiging_request {};

// POST …/berichten/{id}/weigeringen: not handled, and why.
struct weigering_request {
    std::string code;
    std::string reden;
};

// POST /v1/register/_zoek. What is empty or unspecified does not narrow the search.
struct zoek_request {
    pmm::v1::Leefgebied leefgebied = pmm::v1::LEEFGEBIED_UNSPECIFIED;
    std::string regio;
    std::string organisatie;
    std::string tekst;
    pmm::v1::ProfessionalSoort soort = pmm::v1::PROFESSIONAL_SOORT_UNSPECIFIED;
    std::uint32_t maximum = 0;
};

// Absent fields have the defaults of the contract. A body without bytes is an empty object, but for
// a refusal, which must say why.
[[nodiscard]] hub::model::decision<uitgifte_request> decode_uitgifte(std::string_view bytes);
[[nodiscard]] hub::model::decision<bevestiging_request> decode_bevestiging(std::string_view bytes);
[[nodiscard]] hub::model::decision<weigering_request> decode_weigering(std::string_view bytes);
[[nodiscard]] hub::model::decision<zoek_request> decode_zoek(std::string_view bytes);

}  // namespace adapters::formats::json
