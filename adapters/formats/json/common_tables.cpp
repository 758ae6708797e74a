#include "adapters/formats/json/access.hpp"
#include "adapters/formats/json/tables.hpp"
#include "adapters/formats/json/words.hpp"
#include "schemas/pmm/v1/content.pb.h"

#include <array>

namespace adapters::formats::json {

namespace {

using pmm::v1::BetrokkenOrganisatie;
using pmm::v1::Professional;

constexpr std::array professional_fields = {
    field{
        .name = "soort",
        .what = kind::word,
        .must = need::required,
        .words = professional_soort_words,
        .value = number_of<&Professional::set_soort, &Professional::soort>(),
        .description = "Een persoon of een team.",
        .example = R"("persoon")",
    },
    field{
        .name = "naam",
        .what = kind::line,
        .must = need::required,
        .size = {1, 200},
        .value = text_of<&Professional::mutable_naam, &Professional::naam>(),
        .description = "Naam van de persoon of het team.",
        .example = R"("Team Maatwerk")",
    },
    field{
        .name = "email",
        .what = kind::email,
        .must = need::required,
        .size = {3, 254},
        .value = text_of<&Professional::mutable_email, &Professional::email>(),
        .description = "E-mailadres waarop de persoon of het team bereikbaar is.",
        .example = R"("maatwerk@voorbeeldgemeente.nl")",
    },
    field{
        .name = "telefoon",
        .what = kind::telephone,
        .size = {6, 20},
        .value = text_of<&Professional::mutable_telefoon, &Professional::telefoon>(),
        .description = "Telefoonnummer.",
        .example = R"("+31 70 123 45 67")",
    },
};

constexpr std::array betrokken_organisatie_fields = {
    field{
        .name = "oin",
        .what = kind::oin,
        .value = text_of<&BetrokkenOrganisatie::mutable_oin, &BetrokkenOrganisatie::oin>(),
        .description = "OIN; met een OIN wordt de organisatie deelnemer aan de casus.",
        .example = R"("00000099100000002000")",
    },
    field{
        .name = "naam",
        .what = kind::line,
        .must = need::required,
        .size = {1, 200},
        .value = text_of<&BetrokkenOrganisatie::mutable_naam, &BetrokkenOrganisatie::naam>(),
        .description = "Naam van de organisatie.",
        .example = R"("UWV")",
    },
    field{
        .name = "rol",
        .what = kind::line,
        .size = {1, 200},
        .value = text_of<&BetrokkenOrganisatie::mutable_rol, &BetrokkenOrganisatie::rol>(),
        .description = "Wat de organisatie in deze casus doet.",
        .example = R"("verstrekt de uitkering")",
    },
};

}  // namespace

constinit const object_table professional_table{
    .name = "Professional",
    .description = "Een persoon of team die over een casus bereikbaar is.",
    .fields = professional_fields,
};

constinit const object_table betrokken_organisatie_table{
    .name = "BetrokkenOrganisatie",
    .description = "Een organisatie die een rol speelt.",
    .fields = betrokken_organisatie_fields,
};

}  // namespace adapters::formats::json
