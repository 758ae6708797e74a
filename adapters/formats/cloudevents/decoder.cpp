#include "adapters/formats/cloudevents/decoder.hpp"

#include "adapters/formats/cloudevents/attributes.hpp"
#include "adapters/formats/cloudevents/http_event.hpp"
#include "adapters/formats/json/content.hpp"
#include "adapters/formats/json/refusal.hpp"
#include "adapters/formats/json/syntax.hpp"
#include "adapters/formats/text/base64.hpp"
#include "adapters/formats/text/media_type.hpp"
#include "adapters/formats/zgw/announcing.hpp"

#include <algorithm>
#include <limits>
#include <optional>
#include <utility>

namespace adapters::formats::cloudevents {
namespace {

using hub::model::decision;
using hub::ports::decoded_message;
using simdjson::dom::element_type;

constexpr std::size_t most_members = 128;
constexpr std::string_view foreign_types = "nl.overheid.";

// What an event carries, however it came.
struct event_data {
    enum class kind { none, value, bytes };
    kind is = kind::none;
    simdjson::dom::element value;
    // Of bytes: where they stood, for the places of faults.
    std::string bytes;
    // What the value is part of.
    json::parsed_json whole;
};

bool is_json(std::string_view media_type) {
    const auto type = text::parse_media_type(media_type).name;
    return type.empty() || type == "application/json" || type.ends_with("+json");
}

// Places in the data begin with its own.
void add_below(
    fault_list& faults,
    std::string_view member,
    std::vector<hub::model::invalid_param> found
) {
    for (auto& one : found) {
        faults.add(std::string{member} + one.name, std::move(one.code), std::move(one.reason));
    }
}

class event_reader {
public:
    explicit event_reader(json::decoder_options options) noexcept : options_{options} {}

    decision<decoded_message> read(std::vector<attribute> attributes, event_data data) {
        check_names(attributes);
        const auto judged = judge_attributes(std::move(attributes), message_, faults_);
        if (judged.type) {
            auto wrong = read_data(judged, std::move(data));
            if (wrong) {
                return std::move(*wrong);
            }
        } else if (faults_.empty() && !announce_foreign(judged, data)) {
            return unknown_type();
        }
        if (!faults_.empty()) {
            return json::refuse_faults(std::move(faults_).take());
        }
        return std::move(message_);
    }

    fault_list& faults() noexcept { return faults_; }

private:
    static hub::model::rejection unknown_type() {
        hub::model::rejection result;
        result.code = "type_onbekend";
        result.words = "De hub kent dit type gebeurtenis niet; de typen staan in het contract.";
        result.invalid_params.push_back(
            {"/type", "onbekende_waarde", "Kies een type uit het contract."}
        );
        return result;
    }

    // What municipal case systems say of their zaken: nl.overheid.<kanaal>.<resource>[.<actie>].
    bool announce_foreign(const judged_attributes& judged, const event_data& data) {
        std::string_view rest = judged.type_text;
        if (!rest.starts_with(foreign_types)) {
            return false;
        }
        rest.remove_prefix(foreign_types.size());
        zgw::announced given;
        for (auto* part : {&given.what.channel, &given.what.resource, &given.what.action}) {
            const auto end = std::min(rest.find('.'), rest.size());
            *part = rest.substr(0, end);
            rest.remove_prefix(std::min(end + 1, rest.size()));
        }
        std::string_view main_object;
        const bool named = data.is == event_data::kind::value &&
                           data.value["hoofdObject"].get(main_object) == simdjson::SUCCESS;
        given.main_object = named                    ? std::string{main_object}
                            : judged.dataref.empty() ? judged.subject
                                                     : judged.dataref;
        if (!rest.empty() || given.what.resource.empty() || given.main_object.empty()) {
            return false;
        }
        zgw::announce(std::move(given), message_);
        return true;
    }

    void check_names(std::vector<attribute>& attributes) {
        for (std::size_t at = 0; at < attributes.size(); ++at) {
            for (std::size_t other = 0; other < at; ++other) {
                if (attributes[at].name == attributes[other].name) {
                    faults_.add("/*", "dubbel_veld", "Een attribuut staat er meer dan eens.");
                    return;
                }
            }
        }
    }

    // A refusal when the data can't be parsed at all.
    std::optional<hub::model::rejection>
    read_data(const judged_attributes& judged, event_data data) {
        if (data.is != event_data::kind::none && !is_json(judged.datacontenttype)) {
            faults_.add(
                "/datacontenttype",
                "onbekende_waarde",
                "De inhoud van dit type is application/json."
            );
            return std::nullopt;
        }
        std::string text;
        switch (data.is) {
            case event_data::kind::none:
                faults_.add("/data", "verplicht", "Bij dit type hoort data.");
                return std::nullopt;
            case event_data::kind::bytes:
                text = std::move(data.bytes);
                break;
            case event_data::kind::value:
                if (data.value.type() != element_type::STRING) {
                    add_content(*judged.type, data.value);
                    return std::nullopt;
                }
                message_.deviations.push_back(
                    {"/data", "data_als_tekst", "Geef data als object in plaats van als tekst."}
                );
                text = std::string{data.value.get_string().value_unsafe()};
                break;
        }
        // Every view into the first tree has been copied: this parse replaces it, and there is room
        // for one of them.
        data.whole = {};
        const auto parsed = json::parse_json(text, options_.maximum_bytes);
        if (!parsed) {
            auto why = parsed.error();
            why.invalid_params.push_back({"/data", why.code, why.words});
            return why;
        }
        add_content(*judged.type, parsed->root);
        return std::nullopt;
    }

    void add_content(hub::model::message_type type, simdjson::dom::element value) {
        if (!is_handed_in(type)) {
            faults_.add("/type", "niet_toegestaan", "Dit type maakt alleen de hub zelf.");
            return;
        }
        add_below(
            faults_, "/data", json::read_content(carrier(type), value, options_.bsn, message_)
        );
    }

    static bool is_handed_in(hub::model::message_type type) noexcept {
        return type != hub::model::message_type::statusbericht;
    }

    // An escalatie is a bericht of that kind.
    static hub::model::message_type carrier(hub::model::message_type type) noexcept {
        return type == hub::model::message_type::escalatie ? hub::model::message_type::bericht
                                                           : type;
    }

    json::decoder_options options_;
    decoded_message message_;
    fault_list faults_;
};

// Gathers the members of a JSON event; what is null counts as absent.
class member_reader {
public:
    explicit member_reader(fault_list& faults) noexcept : faults_{faults} {}

    void read(simdjson::dom::object object) {
        if (object.size() > most_members) {
            faults_.add("", "te_veel", "Een gebeurtenis heeft hoogstens 128 attributen.");
            return;
        }
        for (const auto member : object) {
            if (member.value.is_null()) {
                continue;
            }
            if (member.key == "data") {
                take_data(member.value);
            } else if (member.key == "data_base64") {
                take_base64(member.value);
            } else {
                take_attribute(member.key, member.value);
            }
        }
    }

    std::vector<attribute> attributes;
    event_data data;

private:
    void one_data_only() {
        if (data.is != event_data::kind::none) {
            faults_.add("/data_base64", "niet_toegestaan", "Geef data of data_base64, niet beide.");
        }
    }

    void take_data(simdjson::dom::element value) {
        one_data_only();
        data.is = event_data::kind::value;
        data.value = value;
    }

    void take_base64(simdjson::dom::element value) {
        one_data_only();
        std::string_view encoded;
        if (value.get(encoded) != simdjson::SUCCESS) {
            faults_.add("/data_base64", "verkeerd_type", "Hier hoort een tekst.");
            return;
        }
        auto bytes = text::decode_base64(encoded);
        if (!bytes) {
            faults_.add("/data_base64", "ongeldig_base64", "Dit is geen base64 (RFC 4648).");
            return;
        }
        data.is = event_data::kind::bytes;
        data.bytes = std::move(*bytes);
    }

    void take_attribute(std::string_view name, simdjson::dom::element value) {
        if (!is_attribute_name(name)) {
            faults_.add(
                "/*", "ongeldige_naam", "Een attribuut heet a-z en 0-9, hoogstens 64 tekens."
            );
            return;
        }
        std::string_view text;
        bool truth = false;
        std::int64_t number = 0;
        if (value.get(text) == simdjson::SUCCESS) {
            attributes.push_back({std::string{name}, std::string{text}, native::text});
        } else if (value.get(truth) == simdjson::SUCCESS) {
            attributes.push_back({std::string{name}, truth ? "true" : "false", native::boolean});
        } else if (value.type() != element_type::DOUBLE && value.get(number) == simdjson::SUCCESS && number >= std::numeric_limits<std::int32_t>::min() && number <= std::numeric_limits<std::int32_t>::max()) {
            attributes.push_back({std::string{name}, std::to_string(number), native::integer});
        } else {
            faults_.add(
                "/*",
                "verkeerd_type",
                "Een attribuut is een tekst, true, false of een geheel getal van 32 bits."
            );
        }
    }

    fault_list& faults_;
};

class json_event_decoder final : public hub::ports::decoder {
public:
    explicit json_event_decoder(json::decoder_options options) noexcept : options_{options} {}

    std::uint32_t version() const noexcept override { return 1; }
    std::string_view form() const noexcept override { return "cloudevents/json/v1"; }

    decision<decoded_message> decode(std::string_view bytes) const override {
        auto json = json::parse_json(bytes, options_.maximum_bytes);
        if (!json) {
            return json.error();
        }
        event_reader reader{options_};
        simdjson::dom::object object;
        if (json->root.get(object) != simdjson::SUCCESS) {
            reader.faults().add("", "verkeerd_type", "Een gebeurtenis is een object.");
            return json::refuse_faults(std::move(reader.faults()).take());
        }
        member_reader members{reader.faults()};
        members.read(object);
        members.data.whole = std::move(*json);
        return reader.read(std::move(members.attributes), std::move(members.data));
    }

private:
    json::decoder_options options_;
};

class http_event_decoder final : public hub::ports::decoder {
public:
    explicit http_event_decoder(json::decoder_options options) noexcept : options_{options} {}

    std::uint32_t version() const noexcept override { return 1; }
    std::string_view form() const noexcept override { return "cloudevents/http/v1"; }

    decision<decoded_message> decode(std::string_view bytes) const override {
        event_reader reader{options_};
        auto event = read_http_event(bytes, reader.faults());
        if (!event) {
            reader.faults().add("", "verkeerd_type", "Dit is geen gebeurtenis in headers.");
            return json::refuse_faults(std::move(reader.faults()).take());
        }
        event_data data;
        if (!event->body.empty()) {
            data.is = event_data::kind::bytes;
            data.bytes = std::string{event->body};
        }
        return reader.read(std::move(event->attributes), std::move(data));
    }

private:
    json::decoder_options options_;
};

}  // namespace

std::unique_ptr<hub::ports::decoder> create_json_decoder(json::decoder_options options) {
    return std::make_unique<json_event_decoder>(options);
}

std::unique_ptr<hub::ports::decoder> create_http_decoder(json::decoder_options options) {
    return std::make_unique<http_event_decoder>(options);
}

}  // namespace adapters::formats::cloudevents
