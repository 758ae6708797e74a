// The files of a configuration, each read into its part of the whole.
#pragma once

#include "adapters/configuration/configuration.hpp"
#include "adapters/configuration/section.hpp"

namespace adapters::configuration {

// Paths of the other files that hub.yaml names.
struct named_files {
    std::filesystem::path organisations;
    std::filesystem::path routes;
    std::filesystem::path supplements;
    // Empty: the broker is the embedded one.
    std::filesystem::path topics;
};

void read_hub(section& file, configuration& into, named_files& others);
void read_broker(section& file, configuration& into, named_files& others);
void read_topics(section& file, configuration& into);
void read_organisations(section& file, configuration& into);
void read_routes(section& file, configuration& into);
void read_supplements(section& file, configuration& into);

// hub.yaml: the hub's own address and whether it pushes (adres, webhooks).
void read_outgoing(section& file, configuration& into);

// What one organisation's entry says of how messages reach it (aflevering).
void read_delivery(
    section& organisation,
    const configuration& hub,
    hub::access::delivery_settings& into
);

// What one organisation's entry says of the forms that it speaks (vormen).
void read_forms(section& organisation, hub::access::form_settings& into);

// The words of a closed list of the schema, as they stand in messages and in configuration.
[[nodiscard]] std::optional<pmm::v1::Leefgebied> parse_leefgebied(std::string_view word);
inline constexpr std::string_view leefgebied_words =
    "schulden, inkomen, wonen, gezondheid, psychosociaal, verslaving, onderwijs, werk, zorg, "
    "veiligheid, verblijf, "
    "overig";

// Told when an OIN does not belong to the environment: production refuses test OINs, the others
// real ones.
void check_environment(
    section& where,
    const char* key,
    const std::optional<hub::model::oin>& oin,
    hub::model::environment environment
);

}  // namespace adapters::configuration
