#include "adapters/formats/json/request_tables.hpp"

#include "adapters/formats/json/access.hpp"
#include "adapters/formats/json/requests.hpp"
#include "adapters/formats/json/words.hpp"

#include <array>

namespace adapters::formats::json {

namespace {

constexpr std::array uitgifte_fields = {
    field{
        .name = "aantal",
        .what = kind::integer,
        .size = {1, 100},
        .fallback = 10,
        .value = member_of<&uitgifte_request::aantal>(),
        .description = "Hoeveel berichten hoogstens.",
        .example = "10",
    },
    field{
        .name = "leaseSeconden",
        .what = kind::integer,
        .size = {1, 3600},
        .fallback = 60,
        .value = member_of<&uitgifte_request::lease_seconden>(),
        .description = "Hoe lang een bericht alleen van u is; daarna wordt het opnieuw uitgegeven.",
        .example = "60",
    },
    field{
        .name = "wachtSeconden",
        .what = kind::integer,
        .size = {0, 30},
        .fallback = 0,
        .value = member_of<&uitgifte_request::wacht_seconden>(),
        .description = "Hoe lang gewacht wordt als er niets is.",
        .example = "20",
    },
};

constexpr std::array weigering_fields = {
    field{
        .name = "code",
        .what = kind::line,
        .must = need::required,
        .size = {1, 100},
        .value = member_of<&weigering_request::code>(),
        .description = "Vaste code van de reden, zonder persoonsgegevens.",
        .example = R"("niet_voor_ons")",
    },
    field{
        .name = "reden",
        .what = kind::text,
        .must = need::required,
        .size = {1, 1000},
        .value = member_of<&weigering_request::reden>(),
        .description = "De reden in woorden, voor de afzender.",
        .example = R"("Deze casus ligt bij een andere organisatie.")",
    },
};

constexpr std::array zoek_fields = {
    field{
        .name = "leefgebied",
        .what = kind::word,
        .words = leefgebied_words,
        .value = member_of<&zoek_request::leefgebied>(),
        .description = "Alleen vermeldingen met dit leefgebied.",
        .example = R"("schulden")",
    },
    field{
        .name = "regio",
        .what = kind::line,
        .size = {1, 200},
        .value = member_of<&zoek_request::regio>(),
        .description = "Alleen vermeldingen van dit werkgebied.",
    },
    field{
        .name = "organisatie",
        .what = kind::line,
        .size = {1, 200},
        .value = member_of<&zoek_request::organisatie>(),
        .description = "OIN, of een deel van de naam van de organisatie.",
        .example = R"("UWV")",
    },
    field{
        .name = "tekst",
        .what = kind::line,
        .size = {1, 200},
        .value = member_of<&zoek_request::tekst>(),
        .description = "Tekst die in de vermelding voorkomt.",
    },
    field{
        .name = "soort",
        .what = kind::word,
        .words = professional_soort_words,
        .value = member_of<&zoek_request::soort>(),
        .description = "Alleen personen of alleen teams.",
        .example = R"("team")",
    },
    field{
        .name = "maximum",
        .what = kind::integer,
        .size = {1, 100},
        .fallback = 50,
        .value = member_of<&zoek_request::maximum>(),
        .description = "Hoeveel vermeldingen hoogstens.",
        .example = "50",
    },
};

}  // namespace

constinit const object_table uitgifte_table{
    .name = "UitgifteVerzoek",
    .description = "Vraagt berichten uit het postvak voor verwerking.",
    .fields = uitgifte_fields,
};

constinit const object_table bevestiging_table{
    .name = "BevestigingVerzoek",
    .description = "Bevestigt dat een bericht verwerkt is.",
    .fields = {},
};

constinit const object_table weigering_table{
    .name = "WeigeringVerzoek",
    .description = "Weigert een bericht, met de reden.",
    .fields = weigering_fields,
};

constinit const object_table zoek_table{
    .name = "ZoekVerzoek",
    .description = "Zoekt vermeldingen in het Maatwerkregister.",
    .fields = zoek_fields,
};

}  // namespace adapters::formats::json
