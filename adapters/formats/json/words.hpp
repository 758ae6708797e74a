// The closed lists of words in this form; lower-case, with underscores.
#pragma once

#include "adapters/formats/json/field.hpp"
#include "schemas/pmm/v1/content.pb.h"

#include <array>

namespace adapters::formats::json {

inline constexpr std::array leefgebied_words = {
    word{"schulden", pmm::v1::LEEFGEBIED_SCHULDEN},
    word{"inkomen", pmm::v1::LEEFGEBIED_INKOMEN},
    word{"wonen", pmm::v1::LEEFGEBIED_WONEN},
    word{"gezondheid", pmm::v1::LEEFGEBIED_GEZONDHEID},
    word{"psychosociaal", pmm::v1::LEEFGEBIED_PSYCHOSOCIAAL},
    word{"verslaving", pmm::v1::LEEFGEBIED_VERSLAVING},
    word{"onderwijs", pmm::v1::LEEFGEBIED_ONDERWIJS},
    word{"werk", pmm::v1::LEEFGEBIED_WERK},
    word{"zorg", pmm::v1::LEEFGEBIED_ZORG},
    word{"veiligheid", pmm::v1::LEEFGEBIED_VEILIGHEID},
    word{"verblijf", pmm::v1::LEEFGEBIED_VERBLIJF},
    word{"overig", pmm::v1::LEEFGEBIED_OVERIG},
};

inline constexpr std::array professional_soort_words = {
    word{"persoon", pmm::v1::PROFESSIONAL_SOORT_PERSOON},
    word{"team", pmm::v1::PROFESSIONAL_SOORT_TEAM},
};

inline constexpr std::array casus_status_words = {
    word{"aangemeld", pmm::v1::CASUS_STATUS_AANGEMELD},
    word{"in_behandeling", pmm::v1::CASUS_STATUS_IN_BEHANDELING},
    word{"opgeschaald", pmm::v1::CASUS_STATUS_OPGESCHAALD},
    word{"doorbraak", pmm::v1::CASUS_STATUS_DOORBRAAK},
    word{"afgerond", pmm::v1::CASUS_STATUS_AFGEROND},
};

inline constexpr std::array geinformeerd_words = {
    word{"ja", pmm::v1::GEINFORMEERD_JA},
    word{"nee", pmm::v1::GEINFORMEERD_NEE},
};

inline constexpr std::array signaal_categorie_words = {
    word{"botsende_regels", pmm::v1::SIGNAAL_CATEGORIE_BOTSENDE_REGELS},
    word{
        "domeinoverstijgende_samenwerking",
        pmm::v1::SIGNAAL_CATEGORIE_DOMEINOVERSTIJGENDE_SAMENWERKING},
    word{
        "onduidelijke_beslisbevoegdheid",
        pmm::v1::SIGNAAL_CATEGORIE_ONDUIDELIJKE_BESLISBEVOEGDHEID},
    word{"informatievoorziening", pmm::v1::SIGNAAL_CATEGORIE_INFORMATIEVOORZIENING},
    word{"werkproces", pmm::v1::SIGNAAL_CATEGORIE_WERKPROCES},
    word{"overig", pmm::v1::SIGNAAL_CATEGORIE_OVERIG},
};

inline constexpr std::array bericht_soort_words = {
    word{"vraag", pmm::v1::BERICHT_SOORT_VRAAG},
    word{"antwoord", pmm::v1::BERICHT_SOORT_ANTWOORD},
    word{"mededeling", pmm::v1::BERICHT_SOORT_MEDEDELING},
    word{"aanvulling", pmm::v1::BERICHT_SOORT_AANVULLING},
    word{"aanvulverzoek", pmm::v1::BERICHT_SOORT_AANVULVERZOEK},
    word{"escalatie", pmm::v1::BERICHT_SOORT_ESCALATIE},
    word{"voortgang", pmm::v1::BERICHT_SOORT_VOORTGANG},
};

inline constexpr std::array register_actie_words = {
    word{"toevoegen", pmm::v1::REGISTER_ACTIE_TOEVOEGEN},
    word{"wijzigen", pmm::v1::REGISTER_ACTIE_WIJZIGEN},
    word{"verwijderen", pmm::v1::REGISTER_ACTIE_VERWIJDEREN},
};

}  // namespace adapters::formats::json
