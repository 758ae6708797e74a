#include "adapters/formats/json/operator_requests.hpp"

#include "adapters/formats/json/access.hpp"
#include "adapters/formats/json/request_reading.hpp"

#include <array>

namespace adapters::formats::json {

namespace {

constexpr std::array uitvoering_words = {
    word{"echt", static_cast<int>(uitvoering::echt)},
    word{"proef", static_cast<int>(uitvoering::proef)},
};

constexpr std::array afloop_words = {
    word{"afgesloten", static_cast<int>(afloop::afgesloten)},
    word{"teruggestuurd", static_cast<int>(afloop::teruggestuurd)},
};

constexpr std::array inzage_soort_words = {
    word{"bericht", static_cast<int>(inzage_soort::bericht)},
    word{"quarantaine", static_cast<int>(inzage_soort::quarantaine)},
};

constexpr std::array inzage_deel_words = {
    word{"origineel", static_cast<int>(inzage_deel::origineel)},
    word{"canoniek", static_cast<int>(inzage_deel::canoniek)},
    word{"bijlage", static_cast<int>(inzage_deel::bijlage)},
};

constexpr std::array kenmerk_fields = {
    field{
        .name = "afzender",
        .what = kind::oin,
        .must = need::required,
        .value = member_of<&kenmerk_request::afzender>(),
        .description = "OIN van de afzender.",
    },
    field{
        .name = "kenmerk",
        .what = kind::line,
        .must = need::required,
        .size = {1, 200},
        .value = member_of<&kenmerk_request::kenmerk>(),
        .description = "Eigen kenmerk van de afzender.",
    },
};

constexpr std::array herhaling_fields = {
    field{
        .name = "uitvoering",
        .what = kind::word,
        .words = uitvoering_words,
        .value = member_of<&herhaling_request::hoe>(),
        .description = "Echt, of alleen zeggen wat er zou gebeuren.",
    },
};

constexpr std::array sluiting_fields = {
    field{
        .name = "als",
        .what = kind::word,
        .words = afloop_words,
        .value = member_of<&sluiting_request::als>(),
        .description = "Hoe het eindigt.",
    },
    field{
        .name = "reden",
        .what = kind::line,
        .must = need::required,
        .size = {1, 64},
        .value = member_of<&sluiting_request::reden>(),
        .description = "Vast woord, zonder persoonsgegevens.",
    },
    field{
        .name = "uitvoering",
        .what = kind::word,
        .words = uitvoering_words,
        .value = member_of<&sluiting_request::hoe>(),
        .description = "Echt, of alleen zeggen wat er zou gebeuren.",
    },
};

constexpr std::array inzage_fields = {
    field{
        .name = "soort",
        .what = kind::word,
        .must = need::required,
        .words = inzage_soort_words,
        .value = member_of<&inzage_request::soort>(),
        .description = "Een bericht, of wat in quarantaine ligt.",
    },
    field{
        .name = "id",
        .what = kind::uuid,
        .must = need::required,
        .value = member_of<&inzage_request::id>(),
        .description = "Id daarvan.",
    },
    field{
        .name = "deel",
        .what = kind::word,
        .words = inzage_deel_words,
        .value = member_of<&inzage_request::deel>(),
        .description = "Wat binnenkwam, wat de hub ervan maakte, of een bijlage.",
    },
    field{
        .name = "bijlage",
        .what = kind::uuid,
        .value = member_of<&inzage_request::bijlage>(),
        .description = "Nummer van de bijlage, bij het deel bijlage.",
    },
    field{
        .name = "reden",
        .what = kind::line,
        .must = need::required,
        .size = {1, 64},
        .value = member_of<&inzage_request::reden>(),
        .description = "Een woord uit de lijst van redenen; de afzender leest het.",
    },
    field{
        .name = "kenmerk",
        .what = kind::line,
        .size = {1, 64},
        .value = member_of<&inzage_request::kenmerk>(),
        .description = "Kenmerk uit de eigen administratie, zonder persoonsgegevens.",
    },
};

constinit const object_table kenmerk_table{
    .name = "KenmerkVerzoek",
    .description = "Zoekt berichten op het eigen kenmerk van een afzender.",
    .fields = kenmerk_fields,
};
constinit const object_table herhaling_table{
    .name = "HerhalingVerzoek",
    .description = "Laat een geparkeerd bericht opnieuw beoordelen.",
    .fields = herhaling_fields,
};
constinit const object_table sluiting_table{
    .name = "SluitingVerzoek",
    .description = "Sluit een geparkeerd bericht af.",
    .fields = sluiting_fields,
};
constinit const object_table inzage_table{
    .name = "InzageVerzoek",
    .description = "Vraagt de inhoud van een bericht te mogen zien.",
    .fields = inzage_fields,
};

}  // namespace

hub::model::decision<kenmerk_request> decode_kenmerk(std::string_view bytes) {
    return decode_request<kenmerk_request>(kenmerk_table, bytes);
}

hub::model::decision<herhaling_request> decode_herhaling(std::string_view bytes) {
    return decode_request<herhaling_request>(herhaling_table, or_empty_object(bytes));
}

hub::model::decision<sluiting_request> decode_sluiting(std::string_view bytes) {
    return decode_request<sluiting_request>(sluiting_table, bytes);
}

hub::model::decision<inzage_request> decode_inzage(std::string_view bytes) {
    return decode_request<inzage_request>(inzage_table, bytes);
}

}  // namespace adapters::formats::json
