#include "adapters/formats/json/requests.hpp"

#include "adapters/formats/json/access.hpp"
#include "adapters/formats/json/object_reader.hpp"
#include "adapters/formats/json/refusal.hpp"
#include "adapters/formats/json/request_tables.hpp"
#include "adapters/formats/json/syntax.hpp"
#include "adapters/formats/json/words.hpp"

#include <array>

namespace adapters::formats::json {

namespace {

// These bodies hold a few short fields.
constexpr std::size_t maximum_bytes = 16UL * 1024UL;

constexpr std::array uitgifte_fields{
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
        .size = {0, 60},
        .fallback = 0,
        .value = member_of<&uitgifte_request::wacht_seconden>(),
        .description = "Hoe lang gewacht wordt als er niets is.",
        .example = "20",
    },
};

constexpr std::array weigering_fields{
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

constexpr std::array zoek_fields{
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
        .size = {1, 200},
        .fallback = 50,
        .value = member_of<&zoek_request::maximum>(),
        .description = "Hoeveel vermeldingen hoogstens.",
        .example = "50",
    },
};

template <class Request>
hub::model::decision<Request> decode_request(const object_table& table, std::string_view bytes) {
    const auto json = parse_json(bytes, maximum_bytes);
    if (!json) {
        return json.error();
    }
    Request result;
    part only{.table = &table, .target = &result};
    object_reader reader{bsn_check::strict};
    reader.read_root({&only, 1}, json->root);
    if (reader.has_faults()) {
        return refuse_faults(std::move(reader).take_faults());
    }
    return result;
}

std::string_view or_empty_object(std::string_view bytes) noexcept {
    return bytes.empty() ? "{}" : bytes;
}

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

hub::model::decision<uitgifte_request> decode_uitgifte(std::string_view bytes) {
    return decode_request<uitgifte_request>(uitgifte_table, or_empty_object(bytes));
}

hub::model::decision<bevestiging_request> decode_bevestiging(std::string_view bytes) {
    return decode_request<bevestiging_request>(bevestiging_table, or_empty_object(bytes));
}

hub::model::decision<weigering_request> decode_weigering(std::string_view bytes) {
    return decode_request<weigering_request>(weigering_table, bytes);
}

hub::model::decision<zoek_request> decode_zoek(std::string_view bytes) {
    return decode_request<zoek_request>(zoek_table, or_empty_object(bytes));
}

}  // namespace adapters::formats::json
