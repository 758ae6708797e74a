#include "adapters/formats/json/access.hpp"
#include "adapters/formats/json/tables.hpp"
#include "schemas/pmm/v1/content.pb.h"

#include <array>

namespace adapters::formats::json {

namespace {

using pmm::v1::Doel;
using pmm::v1::Geldigheid;
using pmm::v1::Grondslag;

constexpr std::array geldigheid_fields = {
    field{
        .name = "vanaf",
        .what = kind::date,
        .value = text_of<&Geldigheid::mutable_vanaf, &Geldigheid::vanaf>(),
        .description = "Eerste dag; afwezig is zonder begin.",
        .example = R"("2026-01-01")",
    },
    field{
        .name = "tot",
        .what = kind::date,
        .value = text_of<&Geldigheid::mutable_tot, &Geldigheid::tot>(),
        .description = "Dag waarop het niet meer geldt; afwezig is zonder einde.",
        .example = R"("2027-01-01")",
    },
};

constexpr object_table geldigheid{
    .name = "Geldigheid",
    .description = "Periode waarin een grondslag of doel geldt.",
    .fields = geldigheid_fields,
};

// Grondslag and doel differ only in what they say.
template <class Message>
constexpr std::array<field, 3> dated_fields(std::string_view example_code) {
    return {
        field{
            .name = "code",
            .what = kind::line,
            .must = need::required,
            .size = {1, 200},
            .value = text_of<&Message::mutable_code, &Message::code>(),
            .description = "Korte aanduiding.",
            .example = example_code,
        },
        field{
            .name = "omschrijving",
            .what = kind::text,
            .size = {1, 1000},
            .value = text_of<&Message::mutable_omschrijving, &Message::omschrijving>(),
            .description = "Toelichting in woorden.",
        },
        field{
            .name = "geldigheid",
            .what = kind::object,
            .object = &geldigheid,
            .value = object_of<
                &Message::mutable_geldigheid,
                &Message::geldigheid,
                &Message::has_geldigheid>(),
            .description = "Periode waarin dit geldt.",
        },
    };
}

constexpr auto grondslag_fields = dated_fields<Grondslag>(R"("AVG art. 6 lid 1 onder e")");
constexpr auto doel_fields = dated_fields<Doel>(R"("maatwerk-multiproblematiek")");

}  // namespace

constinit const object_table grondslag_table{
    .name = "Grondslag",
    .description = "Wettelijke grondslag voor het delen, als gedateerd gegeven.",
    .fields = grondslag_fields,
};

constinit const object_table doel_table{
    .name = "Doel",
    .description = "Doel van de verwerking, als gedateerd gegeven.",
    .fields = doel_fields,
};

}  // namespace adapters::formats::json
