#include "adapters/formats/json/access.hpp"
#include "adapters/formats/json/tables.hpp"
#include "adapters/formats/json/words.hpp"

#include <array>

namespace adapters::formats::json {

namespace {

using pmm::v1::Aanmelding;
using pmm::v1::Betrokkene;
using pmm::v1::BetrokkenOrganisatie;
using pmm::v1::DringendeDatum;
using pmm::v1::Huishouden;

constexpr std::array huishouden_fields = {
    field{
        .name = "omvang",
        .what = kind::integer,
        .size = {1, 99},
        .value = number_of<&Huishouden::set_omvang, &Huishouden::omvang, &Huishouden::has_omvang>(),
        .description = "Aantal personen.",
        .example = "5",
    },
    field{
        .name = "kinderen",
        .what = kind::integer,
        .size = {0, 99},
        .value =
            number_of<&Huishouden::set_kinderen, &Huishouden::kinderen, &Huishouden::has_kinderen>(
            ),
        .description = "Aantal minderjarige kinderen.",
        .example = "3",
    },
    field{
        .name = "samenstelling",
        .what = kind::text,
        .size = {1, 1000},
        .value = text_of<&Huishouden::mutable_samenstelling, &Huishouden::samenstelling>(),
        .description = "Samenstelling in woorden.",
        .example = R"("Twee ouders met drie kinderen.")",
    },
};

constexpr object_table huishouden_table{
    .name = "Huishouden",
    .description = "Het huishouden waar het om gaat.",
    .fields = huishouden_fields,
};

constexpr std::array dringende_datum_fields = {
    field{
        .name = "datum",
        .what = kind::date,
        .must = need::required,
        .value = text_of<&DringendeDatum::mutable_datum, &DringendeDatum::datum>(),
        .description = "De dag.",
        .example = R"("2026-12-01")",
    },
    field{
        .name = "omschrijving",
        .what = kind::text,
        .must = need::required,
        .size = {1, 1000},
        .value = text_of<&DringendeDatum::mutable_omschrijving, &DringendeDatum::omschrijving>(),
        .description = "Wat er dan gebeurt of afloopt.",
        .example = R"("Ontruiming van de woning.")",
    },
};

constexpr object_table dringende_datum_table{
    .name = "DringendeDatum",
    .description = "Een datum die dringt, zoals een ontruiming of het einde van een termijn.",
    .fields = dringende_datum_fields,
};

constexpr std::array betrokkene_fields = {
    field{
        .name = "bsn",
        .what = kind::bsn,
        .value = text_of<&Betrokkene::mutable_bsn, &Betrokkene::bsn>(),
        .description = "Burgerservicenummer; alleen als de soort afzender dat mag verwerken. "
                       "Het voldoet aan de elfproef.",
        .example = R"("999990342")",
    },
    field{
        .name = "naam",
        .what = kind::line,
        .size = {1, 200},
        .value = text_of<&Betrokkene::mutable_naam, &Betrokkene::naam>(),
        .description = "Naam.",
    },
    field{
        .name = "geboortedatum",
        .what = kind::date,
        .value = text_of<&Betrokkene::mutable_geboortedatum, &Betrokkene::geboortedatum>(),
        .description = "Geboortedatum.",
        .example = R"("1985-03-14")",
    },
};

constexpr object_table betrokkene_table{
    .name = "Betrokkene",
    .description = "De inwoner over wie het gaat.",
    .fields = betrokkene_fields,
};

constexpr std::array aanmelding_fields = {
    field{
        .name = "kenmerk",
        .what = kind::line,
        .must = need::required,
        .size = {1, 200},
        .value = text_of<&Aanmelding::mutable_kenmerk, &Aanmelding::kenmerk>(),
        .description = "Eigen kenmerk van de afzender; doorzoekbaar, niet uniek.",
        .example = R"("2026-00123")",
    },
    field{
        .name = "maatwerkprofessional",
        .what = kind::object,
        .must = need::required,
        .object = &professional_table,
        .value = object_of<
            &Aanmelding::mutable_maatwerkprofessional,
            &Aanmelding::maatwerkprofessional,
            &Aanmelding::has_maatwerkprofessional>(),
        .description = "Wie bij de afzender over deze casus bereikbaar is.",
    },
    field{
        .name = "vraag",
        .what = kind::text,
        .must = need::required,
        .size = {1, 5000},
        .value = text_of<&Aanmelding::mutable_vraag, &Aanmelding::vraag>(),
        .description = "De vraag aan het loket, in enkele zinnen.",
        .example = R"("De woonstee van het gezin wordt door twee organisaties anders beoordeeld.")",
    },
    field{
        .name = "huishouden",
        .what = kind::object,
        .object = &huishouden_table,
        .value = object_of<
            &Aanmelding::mutable_huishouden,
            &Aanmelding::huishouden,
            &Aanmelding::has_huishouden>(),
        .description = "Het huishouden.",
    },
    field{
        .name = "leefgebieden",
        .what = kind::word,
        .many = multiplicity::set,
        .items = {0, 12},
        .words = leefgebied_words,
        .value =
            words_of<Aanmelding, &Aanmelding::mutable_leefgebieden, &Aanmelding::leefgebieden>(),
        .description = "Leefgebieden waarop het vastloopt.",
        .example = R"("schulden")",
    },
    field{
        .name = "betrokkenOrganisaties",
        .what = kind::object,
        .many = multiplicity::list,
        .items = {0, 50},
        .object = &betrokken_organisatie_table,
        .value = objects_of<
            Aanmelding,
            BetrokkenOrganisatie,
            &Aanmelding::mutable_betrokken_organisaties,
            &Aanmelding::betrokken_organisaties>(),
        .description = "Organisaties die een rol spelen.",
    },
    field{
        .name = "geprobeerd",
        .what = kind::text,
        .size = {1, 2000},
        .many = multiplicity::list,
        .items = {0, 50},
        .value = texts_of<Aanmelding, &Aanmelding::mutable_geprobeerd, &Aanmelding::geprobeerd>(),
        .description = "Wat al geprobeerd is.",
        .example = R"("Overleg met de zorgverzekeraar.")",
    },
    field{
        .name = "dringendeData",
        .what = kind::object,
        .many = multiplicity::list,
        .items = {0, 20},
        .object = &dringende_datum_table,
        .value = objects_of<
            Aanmelding,
            DringendeDatum,
            &Aanmelding::mutable_dringende_data,
            &Aanmelding::dringende_data>(),
        .description = "Data die dringen.",
    },
    field{
        .name = "grondslag",
        .what = kind::object,
        .object = &grondslag_table,
        .value = object_of<
            &Aanmelding::mutable_grondslag,
            &Aanmelding::grondslag,
            &Aanmelding::has_grondslag>(),
        .description = "Grondslag; afwezig is die uit de inrichting van de organisatie.",
    },
    field{
        .name = "doel",
        .what = kind::object,
        .object = &doel_table,
        .value = object_of<&Aanmelding::mutable_doel, &Aanmelding::doel, &Aanmelding::has_doel>(),
        .description = "Doel; afwezig is dat uit de inrichting van de organisatie.",
    },
    field{
        .name = "inwonerGeinformeerd",
        .what = kind::word,
        .words = geinformeerd_words,
        .value =
            number_of<&Aanmelding::set_inwoner_geinformeerd, &Aanmelding::inwoner_geinformeerd>(),
        .description = "Of de inwoner van deze aanmelding weet.",
        .example = R"("ja")",
    },
    field{
        .name = "betrokkene",
        .what = kind::object,
        .object = &betrokkene_table,
        .value = object_of<
            &Aanmelding::mutable_betrokkene,
            &Aanmelding::betrokkene,
            &Aanmelding::has_betrokkene>(),
        .description = "De inwoner.",
    },
    field{
        .name = "toelichting",
        .what = kind::text,
        .size = {1, 20000},
        .value = text_of<&Aanmelding::mutable_toelichting, &Aanmelding::toelichting>(),
        .description = "Vrije toelichting.",
    },
};

}  // namespace

constinit const object_table aanmelding_table{
    .name = "Aanmelding",
    .description =
        "Aanmelding van een casus bij het Landelijk Maatwerkloket Multiproblematiek. "
        "Een eigen vorm van de hub: PMM heeft er geen gepubliceerd. Wat ontbreekt wordt "
        "later gevraagd en is geen reden om te weigeren.",
    .fields = aanmelding_fields,
};

}  // namespace adapters::formats::json
