#include "adapters/formats/zgw/decoder.hpp"

#include "adapters/formats/json/refusal.hpp"
#include "adapters/formats/json/syntax.hpp"
#include "adapters/formats/json/utf8.hpp"
#include "adapters/formats/json/writer.hpp"
#include "adapters/formats/zgw/announcing.hpp"
#include "hub/model/hexadecimal.hpp"
#include "hub/model/timestamp.hpp"
#include "hub/vault/primitives.hpp"

#include <array>
#include <utility>

namespace adapters::formats::zgw {
namespace {

using hub::ports::decoded_message;

constexpr std::size_t most_members = 64;

enum class need { optional, required };
enum class text_form { plain, reference, moment };

struct text_field {
    std::string_view name;
    need must;
    text_form is;
    // As the Notificaties API has it.
    std::size_t longest;
};

constexpr std::array<text_field, 7> fields{{
    {"kanaal", need::required, text_form::plain, 50},
    {"source", need::optional, text_form::plain, 100},
    {"hoofdObject", need::required, text_form::reference, longest_value},
    {"resource", need::required, text_form::plain, 100},
    {"resourceUrl", need::required, text_form::reference, longest_value},
    {"actie", need::required, text_form::plain, 100},
    {"aanmaakdatum", need::required, text_form::moment, 64},
}};

bool has_control(std::string_view text) noexcept {
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x20 || byte == 0x7F) {
            return true;
        }
    }
    return false;
}

class notification_reader {
public:
    void read(simdjson::dom::object object) {
        if (object.size() > most_members) {
            add("", "te_veel", "Een notificatie heeft hoogstens 64 velden.");
            return;
        }
        for (const auto member : object) {
            if (member.key == "kenmerken") {
                take_kenmerken(member.value);
                continue;
            }
            for (std::size_t at = 0; at < fields.size(); ++at) {
                if (fields[at].name == member.key) {
                    take(at, member.value);
                }
            }
        }
        for (std::size_t at = 0; at < fields.size(); ++at) {
            if (fields[at].must == need::required && !seen_[at]) {
                add(place(at), "verplicht", "Dit veld is verplicht.");
            }
        }
    }

    void not_an_object() { add("", "verkeerd_type", "Een notificatie is een object."); }

    [[nodiscard]] bool has_faults() const noexcept { return !faults_.empty(); }
    [[nodiscard]] std::vector<hub::model::invalid_param> take_faults() && {
        return std::move(faults_);
    }

    [[nodiscard]] std::string& value(std::size_t at) noexcept { return values_[at]; }
    [[nodiscard]] std::string& kenmerken() noexcept { return kenmerken_; }

private:
    static std::string place(std::size_t at) { return "/" + std::string{fields[at].name}; }

    void add(std::string name, std::string code, std::string reason) {
        faults_.push_back({std::move(name), std::move(code), std::move(reason)});
    }

    void take(std::size_t at, simdjson::dom::element value) {
        if (value.is_null() && fields[at].must == need::optional) {
            return;
        }
        if (seen_[at]) {
            add(place(at), "dubbel_veld", "Dit veld staat er meer dan eens.");
            return;
        }
        seen_[at] = true;
        std::string_view text;
        if (value.get(text) != simdjson::SUCCESS) {
            add(place(at), "verkeerd_type", "Hier hoort een tekst.");
        } else if (text.empty()) {
            add(place(at), "leeg", "Dit veld is leeg.");
        } else if (json::utf8_characters(text) > fields[at].longest) {
            add(place(at),
                "te_lang",
                "Gebruik hoogstens " + std::to_string(fields[at].longest) + " tekens.");
        } else if (has_control(text)) {
            add(place(at), "ongeldig_teken", "De tekst bevat een besturingsteken.");
        } else if (!fits(fields[at].is, text)) {
            add(place(at),
                fields[at].is == text_form::moment ? "ongeldig_tijdstip" : "ongeldige_uri",
                fields[at].is == text_form::moment ? "Geef een tijdstip volgens RFC 3339."
                                                   : "Geef een volledige URL.");
        } else {
            values_[at] = text;
        }
    }

    static bool fits(text_form form, std::string_view text) noexcept {
        switch (form) {
            case text_form::plain:
                return true;
            case text_form::reference:
                return (text.starts_with("http://") || text.starts_with("https://")) &&
                       text.find_first_of(" <>\"\\^`{|}") == std::string_view::npos;
            case text_form::moment:
                return hub::model::parse_rfc3339(text).has_value();
        }
        return false;
    }

    // Kept as one text: their names are anybody's.
    void take_kenmerken(simdjson::dom::element value) {
        simdjson::dom::object object;
        if (value.is_null()) {
            return;
        }
        if (value.get(object) != simdjson::SUCCESS) {
            add("/kenmerken", "verkeerd_type", "Kenmerken zijn een object met teksten.");
            return;
        }
        if (object.size() > most_kenmerken) {
            add("/kenmerken", "te_veel", "Geef hoogstens 64 kenmerken.");
            return;
        }
        json::json_writer writer{kenmerken_};
        writer.begin_object();
        for (const auto member : object) {
            std::string_view text;
            if (member.value.get(text) != simdjson::SUCCESS) {
                add("/kenmerken/*", "verkeerd_type", "Een kenmerk is een tekst.");
            } else if (json::utf8_characters(text) > longest_value || json::utf8_characters(member.key) > longest_value) {
                add("/kenmerken/*", "te_lang", "Een kenmerk heeft hoogstens 1000 tekens.");
            } else {
                writer.member(member.key, text);
            }
        }
        writer.end_object();
    }

    std::array<std::string, fields.size()> values_;
    std::array<bool, fields.size()> seen_{};
    std::string kenmerken_;
    std::vector<hub::model::invalid_param> faults_;
};

class notification_decoder final : public hub::ports::decoder {
public:
    explicit notification_decoder(json::decoder_options options) noexcept : options_{options} {}

    std::uint32_t version() const noexcept override { return 1; }
    std::string_view form() const noexcept override { return "zgw/notificatie/v1"; }

    hub::model::decision<decoded_message> decode(std::string_view bytes) const override {
        const auto json = json::parse_json(bytes, options_.maximum_bytes);
        if (!json) {
            return json.error();
        }
        notification_reader reader;
        simdjson::dom::object object;
        if (json->root.get(object) == simdjson::SUCCESS) {
            reader.read(object);
        } else {
            reader.not_an_object();
        }
        if (reader.has_faults()) {
            return json::refuse_faults(std::move(reader).take_faults());
        }
        decoded_message result;
        result.id = "sha256:" + hub::model::hexadecimal(hub::vault::sha256({bytes}));
        announced given;
        given.what = {
            std::move(reader.value(0)), std::move(reader.value(3)), std::move(reader.value(5))};
        given.main_object = std::move(reader.value(2));
        given.resource_url = std::move(reader.value(4));
        given.created_at = std::move(reader.value(6));
        announce(std::move(given), result);
        if (!reader.value(1).empty()) {
            result.extensions.emplace("bron", std::move(reader.value(1)));
        }
        if (!reader.kenmerken().empty()) {
            result.extensions.emplace("kenmerken", std::move(reader.kenmerken()));
        }
        return result;
    }

private:
    json::decoder_options options_;
};

}  // namespace

std::unique_ptr<hub::ports::decoder> create_decoder(json::decoder_options options) {
    return std::make_unique<notification_decoder>(options);
}

}  // namespace adapters::formats::zgw
