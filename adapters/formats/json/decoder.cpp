#include "adapters/formats/json/decoder.hpp"

#include "adapters/formats/json/content.hpp"
#include "adapters/formats/json/object_reader.hpp"
#include "adapters/formats/json/refusal.hpp"
#include "adapters/formats/json/syntax.hpp"
#include "adapters/formats/json/tables.hpp"

#include <array>
#include <stdexcept>

namespace adapters::formats::json {

namespace {

using hub::model::message_type;
using hub::ports::decoded_message;
using pmm::v1::CanonicalMessage;

struct message_form {
    message_type type;
    std::string_view name;
    const object_table& content;
    const object_table& transport;
    // Null for a type that belongs to no casus.
    const object_table* named_casus;
    void* (*open)(CanonicalMessage& message);
};

template <auto Mutable>
void* open_content(CanonicalMessage& message) {
    return (message.*Mutable)();
}

const std::array<message_form, 4> forms{{
    {message_type::aanmelding,
     "json/aanmelding/v1",
     aanmelding_table,
     casus_transport_table,
     &named_casus_table,
     open_content<&CanonicalMessage::mutable_aanmelding>},
    {message_type::signaal,
     "json/signaal/v1",
     signaal_table,
     transport_table,
     nullptr,
     open_content<&CanonicalMessage::mutable_signaal>},
    {message_type::bericht,
     "json/bericht/v1",
     bericht_table,
     bericht_transport_table,
     &bericht_named_casus_table,
     open_content<&CanonicalMessage::mutable_bericht>},
    {message_type::registermutatie,
     "json/registermutatie/v1",
     registermutatie_table,
     transport_table,
     nullptr,
     open_content<&CanonicalMessage::mutable_registermutatie>},
}};

const message_form& form_of(message_type type) {
    for (const message_form& each : forms) {
        if (each.type == type) {
            return each;
        }
    }
    throw std::invalid_argument{"no JSON form for this type of message"};
}

class json_decoder final : public hub::ports::decoder {
public:
    json_decoder(const message_form& form, decoder_options options) noexcept
        : form_{form}, options_{options} {}

    std::uint32_t version() const noexcept override { return 1; }

    std::string_view form() const noexcept override { return form_.name; }

    hub::model::decision<decoded_message> decode(std::string_view bytes) const override {
        const auto json = parse_json(bytes, options_.maximum_bytes);
        if (!json) {
            return json.error();
        }
        decoded_message result;
        std::array parts{
            part{.table = &form_.content, .target = form_.open(result.message)},
            part{.table = &form_.transport, .target = &result},
        };
        object_reader reader{options_.bsn};
        reader.read_root(parts, json->root);
        if (reader.has_faults()) {
            return refuse_faults(std::move(reader).take_faults());
        }
        return result;
    }

private:
    const message_form& form_;
    decoder_options options_;
};

}  // namespace

std::unique_ptr<hub::ports::decoder>
create_decoder(hub::model::message_type type, decoder_options options) {
    return std::make_unique<json_decoder>(form_of(type), options);
}

std::vector<hub::model::invalid_param> read_content(
    message_type type,
    simdjson::dom::element value,
    bsn_check strictness,
    decoded_message& into
) {
    const message_form& form = form_of(type);
    std::array parts{
        part{.table = &form.content, .target = form.open(into.message)},
        part{.table = form.named_casus, .target = &into},
    };
    object_reader reader{strictness};
    reader.read_root({parts.data(), form.named_casus == nullptr ? 1UL : 2UL}, value);
    return std::move(reader).take_faults();
}

}  // namespace adapters::formats::json
