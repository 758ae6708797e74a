#include "adapters/formats/json/access.hpp"
#include "adapters/formats/json/tables.hpp"
#include "hub/ports/decoder.hpp"

#include <array>

namespace adapters::formats::json {

namespace {

using hub::ports::decoded_message;

constexpr field id{
    .name = "id",
    .what = kind::line,
    .must = need::required,
    .size = {1, 200},
    .value = member_of<&decoded_message::id>(),
    .description =
        "Uw eigen aanduiding van deze inzending, uniek binnen de bron. Nogmaals sturen "
        "met hetzelfde id is veilig.",
    .example = R"("a3f1c2d4-0001")",
};

constexpr field bron{
    .name = "bron",
    .what = kind::line,
    .size = {1, 200},
    .value = member_of<&decoded_message::source>(),
    .description = "Bron waarbinnen het id uniek is; afwezig is urn:nld:oin:<OIN>.",
    .example = R"("urn:nld:oin:00000099100000004000:systeem:zaken")",
};

constexpr field namens{
    .name = "namens",
    .what = kind::oin,
    .value =
        {.assign_text =
             [](void* target, std::string_view text) {
                 as<decoded_message>(target).on_behalf_of = hub::model::oin::parse(text);
             }},
    .description = "OIN van de organisatie voor wie u stuurt; nodig als dat er meer kunnen zijn.",
    .example = R"("00000099100000004000")",
};

constexpr field casus_id{
    .name = "casusId",
    .what = kind::uuid,
    .value =
        {.assign_text =
             [](void* target, std::string_view text) {
                 as<decoded_message>(target).casus = hub::model::casus_id::parse(text);
             }},
    .description = "De casus waarin dit hoort, zoals de hub hem noemt.",
    .example = R"("01931b66-7d50-7c8a-9d3c-2f6a1c0b9e10")",
};

constexpr field casus_kenmerk{
    .name = "casusKenmerk",
    .what = kind::line,
    .size = {1, 200},
    .value = member_of<&decoded_message::casus_reference>(),
    .description = "Uw eigen kenmerk van de casus.",
    .example = R"("casus-2026-17")",
};

constexpr field bijlagen{
    .name = "bijlagen",
    .what = kind::uuid,
    .many = multiplicity::list,
    .items = {1, 20},
    .value =
        {.assign_text =
             [](void* target, std::string_view text) {
                 hub::ports::attachment one;
                 one.document = hub::model::document_id::parse(text);
                 as<decoded_message>(target).attachments.push_back(std::move(one));
             }},
    .description = "Bijlagen die u eerst met POST /v1/bijlagen hebt gestuurd.",
    .example = R"("01931b66-7d50-7c8a-9d3c-2f6a1c0b9e20")",
};

constexpr std::array transport_fields{id, bron, namens};
constexpr std::array casus_transport_fields{id, bron, namens, casus_id, casus_kenmerk, bijlagen};
constexpr std::array named_casus_fields{casus_id, casus_kenmerk, bijlagen};
constexpr std::array<std::string_view, 2> either_casus{"casusId", "casusKenmerk"};

}  // namespace

constinit const object_table transport_table{
    .name = "Inzendgegevens",
    .description = "Wat om een inzending heen staat.",
    .fields = transport_fields,
};

constinit const object_table casus_transport_table{
    .name = "InzendgegevensCasus",
    .description = "Wat om een inzending heen staat die een casus kan noemen.",
    .fields = casus_transport_fields,
};

constinit const object_table bericht_transport_table{
    .name = "InzendgegevensBericht",
    .description = "Wat om een inzending heen staat die een casus moet noemen.",
    .fields = casus_transport_fields,
    .any_of = either_casus,
};

constinit const object_table named_casus_table{
    .name = "Casusgegevens",
    .description = "De casus van een inhoud die in een andere vorm staat.",
    .fields = named_casus_fields,
};

constinit const object_table bericht_named_casus_table{
    .name = "CasusgegevensBericht",
    .description = "De casus van een bericht dat in een andere vorm staat.",
    .fields = named_casus_fields,
    .any_of = either_casus,
};

}  // namespace adapters::formats::json
