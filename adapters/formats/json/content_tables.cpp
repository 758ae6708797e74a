#include "adapters/formats/json/access.hpp"
#include "adapters/formats/json/tables.hpp"
#include "adapters/formats/json/words.hpp"

#include <array>

namespace adapters::formats::json {

namespace {

using pmm::v1::Bericht;
using pmm::v1::BetrokkenOrganisatie;
using pmm::v1::Ontbrekend;
using pmm::v1::Registermutatie;
using pmm::v1::Signaal;
using pmm::v1::Statusbericht;

// The sender's own reference, where the type does not demand one.
template <class Message>
constexpr field kenmerk() {
    return {
        .name = "kenmerk",
        .what = kind::line,
        .size = {1, 200},
        .value = text_of<&Message::mutable_kenmerk, &Message::kenmerk>(),
        .description = "Eigen kenmerk van de afzender; doorzoekbaar, niet uniek.",
        .example = R"("2026-00123")",
    };
}

template <class Message>
constexpr field leefgebieden() {
    return {
        .name = "leefgebieden",
        .what = kind::word,
        .many = multiplicity::set,
        .items = {0, 12},
        .words = leefgebied_words,
        .value = words_of<Message, &Message::mutable_leefgebieden, &Message::leefgebieden>(),
        .description = "Leefgebieden waarover het gaat.",
        .example = R"("schulden")",
    };
}

constexpr std::array signaal_fields = {
    kenmerk<Signaal>(),
    field{
        .name = "categorie",
        .what = kind::word,
        .must = need::required,
        .words = signaal_categorie_words,
        .value = number_of<&Signaal::set_categorie, &Signaal::categorie>(),
        .description = "Soort knelpunt.",
        .example = R"("botsende_regels")",
    },
    field{
        .name = "omschrijving",
        .what = kind::text,
        .must = need::required,
        .size = {1, 10000},
        .value = text_of<&Signaal::mutable_omschrijving, &Signaal::omschrijving>(),
        .description = "Wat er knelt, zonder persoonsgegevens.",
        .example = R"("Twee regelingen kennen een andere termijn voor verblijf buiten Nederland.")",
    },
    field{
        .name = "regeling",
        .what = kind::line,
        .size = {1, 500},
        .value = text_of<&Signaal::mutable_regeling, &Signaal::regeling>(),
        .description = "Wet of regeling waarop het signaal slaat.",
        .example = R"("Algemene Kinderbijslagwet")",
    },
    leefgebieden<Signaal>(),
    field{
        .name = "betrokkenOrganisaties",
        .what = kind::object,
        .many = multiplicity::list,
        .items = {0, 50},
        .object = &betrokken_organisatie_table,
        .value = objects_of<
            Signaal,
            BetrokkenOrganisatie,
            &Signaal::mutable_betrokken_organisaties,
            &Signaal::betrokken_organisaties>(),
        .description = "Organisaties die het aangaat.",
    },
    field{
        .name = "voorstel",
        .what = kind::text,
        .size = {1, 5000},
        .value = text_of<&Signaal::mutable_voorstel, &Signaal::voorstel>(),
        .description = "Hoe het beter kan.",
    },
};

constexpr std::array ontbrekend_fields = {
    field{
        .name = "veld",
        .what = kind::pointer,
        .must = need::required,
        .size = {2, 200},
        .value = text_of<&Ontbrekend::mutable_veld, &Ontbrekend::veld>(),
        .description = "JSON pointer naar het veld van de aanmelding.",
        .example = R"("/betrokkene/geboortedatum")",
    },
    field{
        .name = "vraag",
        .what = kind::text,
        .must = need::required,
        .size = {1, 1000},
        .value = text_of<&Ontbrekend::mutable_vraag, &Ontbrekend::vraag>(),
        .description = "De vraag in woorden.",
        .example = R"("Wat is de geboortedatum?")",
    },
};

constexpr object_table ontbrekend_table{
    .name = "Ontbrekend",
    .description = "Iets wat aan de aanmelding ontbreekt.",
    .fields = ontbrekend_fields,
};

constexpr std::array bericht_fields = {
    kenmerk<Bericht>(),
    field{
        .name = "soort",
        .what = kind::word,
        .must = need::required,
        .words = bericht_soort_words,
        .value = number_of<&Bericht::set_soort, &Bericht::soort>(),
        .description = "Soort bericht; aanvulverzoek, escalatie en voortgang zijn van het loket.",
        .example = R"("vraag")",
    },
    field{
        .name = "aan",
        .what = kind::destination,
        .must = need::required,
        .many = multiplicity::set,
        .items = {1, 20},
        .value = texts_of<Bericht, &Bericht::mutable_aan, &Bericht::aan>(),
        .description = "Voor wie: OIN van een organisatie of naam van een instrument.",
        .example = R"("00000099100000003000")",
    },
    field{
        .name = "onderwerp",
        .what = kind::line,
        .size = {1, 200},
        .value = text_of<&Bericht::mutable_onderwerp, &Bericht::onderwerp>(),
        .description = "Onderwerp.",
    },
    field{
        .name = "tekst",
        .what = kind::text,
        .must = need::required,
        .size = {1, 20000},
        .value = text_of<&Bericht::mutable_tekst, &Bericht::tekst>(),
        .description = "De tekst van het bericht.",
        .example = R"("Kunt u de terugvordering aanhouden tot het overleg?")",
    },
    field{
        .name = "antwoordOp",
        .what = kind::uuid,
        .value = text_of<&Bericht::mutable_antwoord_op, &Bericht::antwoord_op>(),
        .description = "De inzending waarop dit een antwoord is.",
        .example = R"("01931b66-7d50-7c8a-9d3c-2f6a1c0b9e11")",
    },
    field{
        .name = "ontbreekt",
        .what = kind::object,
        .many = multiplicity::list,
        .items = {1, 50},
        .object = &ontbrekend_table,
        .value =
            objects_of<Bericht, Ontbrekend, &Bericht::mutable_ontbreekt, &Bericht::ontbreekt>(),
        .description = "Wat een aanvulverzoek vraagt.",
    },
    field{
        .name = "casusStatus",
        .what = kind::word,
        .words = casus_status_words,
        .value = number_of<&Bericht::set_casus_status, &Bericht::casus_status>(),
        .description = "Hoe het loket met de casus staat.",
        .example = R"("in_behandeling")",
    },
    field{
        .name = "grondslag",
        .what = kind::object,
        .object = &grondslag_table,
        .value =
            object_of<&Bericht::mutable_grondslag, &Bericht::grondslag, &Bericht::has_grondslag>(),
        .description = "Grondslag; afwezig is die van de casus.",
    },
    field{
        .name = "doel",
        .what = kind::object,
        .object = &doel_table,
        .value = object_of<&Bericht::mutable_doel, &Bericht::doel, &Bericht::has_doel>(),
        .description = "Doel; afwezig is dat van de casus.",
    },
};

constexpr std::array bericht_rules = {
    rule{"soort", "voortgang", demand::requires_field, "casusStatus"},
    rule{"soort", "aanvulverzoek", demand::requires_field, "ontbreekt"},
};

constexpr std::array registermutatie_fields = {
    kenmerk<Registermutatie>(),
    field{
        .name = "actie",
        .what = kind::word,
        .must = need::required,
        .words = register_actie_words,
        .value = number_of<&Registermutatie::set_actie, &Registermutatie::actie>(),
        .description = "Wat er met de vermelding gebeurt.",
        .example = R"("toevoegen")",
    },
    field{
        .name = "vermeldingId",
        .what = kind::uuid,
        .value =
            text_of<&Registermutatie::mutable_vermelding_id, &Registermutatie::vermelding_id>(),
        .description =
            "De vermelding die wijzigt of vervalt; een nieuwe krijgt haar id van de hub.",
        .example = R"("01931b66-7d50-7c8a-9d3c-2f6a1c0b9e12")",
    },
    field{
        .name = "professional",
        .what = kind::object,
        .object = &professional_table,
        .value = object_of<
            &Registermutatie::mutable_professional,
            &Registermutatie::professional,
            &Registermutatie::has_professional>(),
        .description = "De maatwerkprofessional.",
    },
    leefgebieden<Registermutatie>(),
    field{
        .name = "regio",
        .what = kind::line,
        .size = {1, 200},
        .value = text_of<&Registermutatie::mutable_regio, &Registermutatie::regio>(),
        .description = "Werkgebied.",
        .example = R"("Haaglanden")",
    },
};

constexpr std::array registermutatie_rules = {
    rule{"actie", "toevoegen", demand::requires_field, "professional"},
    rule{"actie", "toevoegen", demand::forbids_field, "vermeldingId"},
    rule{"actie", "wijzigen", demand::requires_field, "vermeldingId"},
    rule{"actie", "wijzigen", demand::requires_field, "professional"},
    rule{"actie", "verwijderen", demand::requires_field, "vermeldingId"},
};

constexpr std::array statusbericht_fields = {
    field{
        .name = "inzending",
        .what = kind::uuid,
        .must = need::required,
        .value = text_of<&Statusbericht::mutable_inzending, &Statusbericht::inzending>(),
        .description = "De inzending waar het over gaat.",
    },
    field{
        .name = "bestemming",
        .what = kind::destination,
        .must = need::required,
        .value = text_of<&Statusbericht::mutable_bestemming, &Statusbericht::bestemming>(),
        .description = "Wie er spreekt: een instrument of een organisatie.",
    },
    field{
        .name = "toestand",
        .what = kind::line,
        .must = need::required,
        .size = {1, 40},
        .value = text_of<&Statusbericht::mutable_toestand, &Statusbericht::toestand>(),
        .description = "Toestand van de inzending bij die bestemming.",
    },
    field{
        .name = "reden",
        .what = kind::line,
        .size = {1, 100},
        .value = text_of<&Statusbericht::mutable_reden, &Statusbericht::reden>(),
        .description = "Vaste code van de reden.",
    },
    field{
        .name = "toelichting",
        .what = kind::text,
        .size = {1, 2000},
        .value = text_of<&Statusbericht::mutable_toelichting, &Statusbericht::toelichting>(),
        .description = "Toelichting in woorden.",
    },
    field{
        .name = "casusStatus",
        .what = kind::word,
        .words = casus_status_words,
        .value = number_of<&Statusbericht::set_casus_status, &Statusbericht::casus_status>(),
        .description = "Hoe het loket met de casus staat.",
    },
    field{
        .name = "tijd",
        .what = kind::moment,
        .must = need::required,
        .value = number_of<&Statusbericht::set_tijd_us, &Statusbericht::tijd_us>(),
        .description = "Wanneer het gebeurde (UTC).",
    },
};

}  // namespace

constinit const object_table signaal_table{
    .name = "Signaal",
    .description = "Signaal voor systeemleren. Het bevat geen persoonsgegevens.",
    .fields = signaal_fields,
};

constinit const object_table bericht_table{
    .name = "Bericht",
    .description = "Bericht in een casus aan een of meer organisaties of instrumenten.",
    .fields = bericht_fields,
    .rules = bericht_rules,
};

constinit const object_table registermutatie_table{
    .name = "Registermutatie",
    .description = "Wijziging van een eigen vermelding in het Maatwerkregister.",
    .fields = registermutatie_fields,
    .rules = registermutatie_rules,
};

constinit const object_table statusbericht_table{
    .name = "Statusbericht",
    .description = "Wat er van een inzending geworden is bij een bestemming.",
    .fields = statusbericht_fields,
};

}  // namespace adapters::formats::json
