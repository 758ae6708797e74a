#include "adapters/formats/cloudevents/attributes.hpp"

#include "adapters/formats/cloudevents/uri.hpp"
#include "adapters/formats/json/utf8.hpp"
#include "hub/model/timestamp.hpp"

#include <array>
#include <charconv>
#include <cstdint>
#include <utility>

namespace adapters::formats::cloudevents {
namespace {

constexpr std::size_t most_faults = 100;
constexpr std::size_t longest_name = 64;
constexpr std::size_t longest_value = 4096;
// Both go into the idempotency key.
constexpr std::size_t longest_key_part = 200;

std::string at(std::string_view name) {
    return "/" + std::string{name};
}

// The code point of a valid sequence.
std::uint32_t code_point(std::string_view sequence) noexcept {
    const auto byte = [&](std::size_t place) {
        return static_cast<std::uint32_t>(static_cast<unsigned char>(sequence[place]));
    };
    switch (sequence.size()) {
        case 1:
            return byte(0);
        case 2:
            return (byte(0) & 0x1FU) << 6U | (byte(1) & 0x3FU);
        case 3:
            return (byte(0) & 0x0FU) << 12U | (byte(1) & 0x3FU) << 6U | (byte(2) & 0x3FU);
        default:
            return (byte(0) & 0x07U) << 18U | (byte(1) & 0x3FU) << 12U | (byte(2) & 0x3FU) << 6U |
                   (byte(3) & 0x3FU);
    }
}

// The type String: no control characters, no noncharacters, valid UTF-8.
bool is_string(std::string_view text) noexcept {
    while (!text.empty()) {
        const std::size_t length = json::utf8_sequence(text);
        if (length == 0) {
            return false;
        }
        const auto point = code_point(text.substr(0, length));
        const bool control = point < 0x20 || (point >= 0x7F && point <= 0x9F);
        const bool noncharacter =
            (point >= 0xFDD0 && point <= 0xFDEF) || (point & 0xFFFEU) == 0xFFFEU;
        if (control || noncharacter) {
            return false;
        }
        text.remove_prefix(length);
    }
    return true;
}

bool is_integer(std::string_view text) noexcept {
    std::int32_t value = 0;
    const char* const end = text.data() + text.size();
    const auto parsed = std::from_chars(text.data(), end, value);
    return !text.empty() && parsed.ec == std::errc{} && parsed.ptr == end;
}

bool is_version(std::string_view part) noexcept {
    return part.size() > 1 && part.front() == 'v' &&
           part.find_first_not_of("0123456789", 1) == std::string_view::npos;
}

bool is_token(std::string_view text) noexcept {
    return !text.empty() && text.find_first_not_of(
                                "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                                "!#$%&'*+-.^_`|~"
                            ) == std::string_view::npos;
}

// A type and a subtype (RFC 2046); parameters may follow.
bool is_media_type(std::string_view text) noexcept {
    auto name = text.substr(0, text.find(';'));
    name = name.substr(0, name.find_last_not_of(" \t") + 1);
    const auto slash = name.find('/');
    return slash != std::string_view::npos && is_token(name.substr(0, slash)) &&
           is_token(name.substr(slash + 1));
}

enum class type_form { right, no_reverse_domain, several_versions };

// Reverse domain notation with at most one version number.
type_form form_of_type(std::string_view text) noexcept {
    std::size_t parts = 0;
    std::size_t versions = 0;
    while (true) {
        const auto dot = text.find('.');
        const auto part = text.substr(0, dot);
        const bool fits = !part.empty() && part.find_first_not_of(
                                               "abcdefghijklmnopqrstuvwxyz"
                                               "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                               "0123456789-_"
                                           ) == std::string_view::npos;
        if (!fits) {
            return type_form::no_reverse_domain;
        }
        ++parts;
        versions += is_version(part) ? 1U : 0U;
        if (dot == std::string_view::npos) {
            break;
        }
        text.remove_prefix(dot + 1);
    }
    if (parts < 2) {
        return type_form::no_reverse_domain;
    }
    return versions > 1 ? type_form::several_versions : type_form::right;
}

class judge {
public:
    judge(hub::ports::decoded_message& into, fault_list& faults) noexcept
        : into_{into}, faults_{faults} {}

    void take(attribute one) {
        if (one.value.size() > longest_value || !is_string(one.value)) {
            const bool known = is_known(one.name);
            faults_.add(
                known ? at(one.name) : "/*",
                one.value.size() > longest_value ? "te_lang" : "ongeldig_teken",
                "Een attribuut heeft hoogstens 4096 bytes en geen besturingstekens."
            );
            seen_.push_back(std::move(one.name));
            return;
        }
        for (const auto& rule : rules) {
            if (rule.name == one.name) {
                seen_.push_back(one.name);
                if (one.is != native::text) {
                    faults_.add(at(one.name), "verkeerd_type", "Hier hoort een tekst.");
                } else if (one.value.empty()) {
                    faults_.add(at(one.name), "leeg", "Laat dit attribuut weg of vul het in.");
                } else {
                    (this->*rule.take)(std::move(one.value));
                }
                return;
            }
        }
        into_.extensions.emplace(std::move(one.name), std::move(one.value));
    }

    judged_attributes finish() && {
        for (const std::string_view name : {"id", "source", "specversion", "type"}) {
            bool found = false;
            for (const auto& one : seen_) {
                found = found || one == name;
            }
            if (!found) {
                faults_.add(at(name), "verplicht", "Dit attribuut is verplicht.");
            }
        }
        judge_sequence();
        return std::move(result_);
    }

private:
    struct named_rule {
        std::string_view name;
        void (judge::*take)(std::string value);
    };

    [[nodiscard]] static bool is_known(std::string_view name) noexcept {
        for (const auto& rule : rules) {
            if (rule.name == name) {
                return true;
            }
        }
        return false;
    }

    void keep(std::string_view name, std::string value) {
        into_.extensions.emplace(std::string{name}, std::move(value));
    }

    void take_id(std::string value) {
        if (json::utf8_characters(value) > longest_key_part) {
            faults_.add("/id", "te_lang", "Gebruik hoogstens 200 tekens.");
        }
        into_.id = std::move(value);
    }

    void take_source(std::string value) {
        if (json::utf8_characters(value) > longest_key_part) {
            faults_.add("/source", "te_lang", "Gebruik hoogstens 200 tekens.");
        } else if (!is_uri_reference(value)) {
            faults_.add("/source", "ongeldige_uri", "Dit is geen URI-verwijzing (RFC 3986).");
        }
        into_.on_behalf_of = oin_of_urn(value);
        if (!into_.on_behalf_of) {
            into_.deviations.push_back(
                {"/source",
                 "bron_geen_oin",
                 "Gebruik urn:nld:oin:<OIN> of urn:nld:oin:<OIN>:systeem:<naam>."}
            );
        }
        into_.source = std::move(value);
    }

    void take_specversion(std::string value) {
        if (value != "1.0") {
            faults_.add("/specversion", "onbekende_waarde", "De hub spreekt CloudEvents 1.0.");
        }
    }

    void take_type(std::string value) {
        switch (form_of_type(value)) {
            case type_form::no_reverse_domain:
                faults_.add(
                    "/type",
                    "ongeldig_type",
                    "Een type is een omgekeerde domeinnaam, zoals nl.multiproblematiek.signaal.v1."
                );
                break;
            case type_form::several_versions:
                faults_.add("/type", "ongeldig_type", "Een type heeft hoogstens een versienummer.");
                break;
            case type_form::right:
                result_.type = hub::model::parse_cloudevents_type(value);
                result_.type_text = std::move(value);
                break;
        }
    }

    void take_datacontenttype(std::string value) {
        if (!is_media_type(value)) {
            faults_.add(
                "/datacontenttype", "ongeldig_mediatype", "Dit is geen mediatype (RFC 2046)."
            );
        }
        result_.datacontenttype = std::move(value);
    }

    void take_dataschema(std::string value) {
        if (!is_absolute_uri(value)) {
            faults_.add("/dataschema", "ongeldige_uri", "Hier hoort een volledige URI.");
        }
        keep("dataschema", std::move(value));
    }

    void take_subject(std::string value) {
        result_.subject = value;
        keep("subject", std::move(value));
    }

    void take_time(std::string value) {
        if (!hub::model::parse_rfc3339(value)) {
            faults_.add("/time", "ongeldig_tijdstip", "Geef een tijdstip volgens RFC 3339.");
        }
        keep("time", std::move(value));
    }

    void take_dataref(std::string value) {
        if (!is_uri_reference(value)) {
            faults_.add("/dataref", "ongeldige_uri", "Dit is geen URI-verwijzing (RFC 3986).");
        } else if (!is_absolute_uri(value)) {
            into_.deviations.push_back(
                {"/dataref", "dataref_relatief", "Geef een volledige verwijzing."}
            );
        }
        result_.dataref = value;
        keep("dataref", std::move(value));
    }

    void take_sequence(std::string value) { keep("sequence", std::move(value)); }
    void take_sequencetype(std::string value) { keep("sequencetype", std::move(value)); }

    void judge_sequence() {
        const auto type = into_.extensions.find("sequencetype");
        if (type == into_.extensions.end()) {
            return;
        }
        const auto sequence = into_.extensions.find("sequence");
        if (sequence == into_.extensions.end()) {
            faults_.add("/sequence", "verplicht", "Bij sequencetype hoort een sequence.");
        } else if (type->second == "Integer" && !is_integer(sequence->second)) {
            faults_.add(
                "/sequence", "verkeerd_type", "Bij sequencetype Integer hoort een geheel getal."
            );
        }
    }

    static constexpr std::array<named_rule, 11> rules{{
        {"id", &judge::take_id},
        {"source", &judge::take_source},
        {"specversion", &judge::take_specversion},
        {"type", &judge::take_type},
        {"datacontenttype", &judge::take_datacontenttype},
        {"dataschema", &judge::take_dataschema},
        {"subject", &judge::take_subject},
        {"time", &judge::take_time},
        {"dataref", &judge::take_dataref},
        {"sequence", &judge::take_sequence},
        {"sequencetype", &judge::take_sequencetype},
    }};

    hub::ports::decoded_message& into_;
    fault_list& faults_;
    judged_attributes result_;
    std::vector<std::string> seen_;
};

}  // namespace

void fault_list::add(std::string name, std::string code, std::string reason) {
    if (all_.size() < most_faults) {
        all_.push_back({std::move(name), std::move(code), std::move(reason)});
    }
}

bool is_attribute_name(std::string_view name) noexcept {
    return !name.empty() && name.size() <= longest_name &&
           name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789") == std::string_view::npos;
}

judged_attributes judge_attributes(
    std::vector<attribute> given,
    hub::ports::decoded_message& into,
    fault_list& faults
) {
    judge one{into, faults};
    for (auto& each : given) {
        one.take(std::move(each));
    }
    return std::move(one).finish();
}

}  // namespace adapters::formats::cloudevents
