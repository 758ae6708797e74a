#include "hub/app/hubctl/rapport.hpp"

#include "hub/app/hubctl/session.hpp"
#include "hub/app/hubctl/show.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace hub::app::hubctl {
namespace {

using boost::json::value;

// A member that is an object, or null.
value below(const value& from, std::string_view member) {
    const auto* object = from.if_object();
    const auto* found =
        object == nullptr ? nullptr : object->if_contains({member.data(), member.size()});
    return found == nullptr ? value{} : *found;
}

std::string joined(const boost::json::array& several) {
    std::string result;
    for (const auto& one : several) {
        if (one.is_string()) {
            result += result.empty() ? "" : ", ";
            result += std::string_view{one.get_string().data(), one.get_string().size()};
        }
    }
    return result;
}

// The day of a moment.
std::string day_of(const std::string& moment) {
    return moment.substr(0, moment.find('T'));
}

struct known_form {
    std::string_view form;
    std::string_view words;
};
constexpr std::array<known_form, 8> forms{{
    {"aanmelding", "Aanmelding (JSON)"},
    {"signaal", "Signaal (JSON)"},
    {"registermutatie", "Registermutatie (JSON)"},
    {"bericht", "Bericht (JSON)"},
    {"cloudevents", "CloudEvents (NL GOV)"},
    {"cloudevents-batch", "CloudEvents, batch"},
    {"zgw", "ZGW-notificatie"},
    {"stuf", "StUF-ZKN"},
}};
constexpr std::array<known_form, 4> ways{{
    {"json", "onze eigen JSON"},
    {"cloudevents", "CloudEvents"},
    {"zgw", "ZGW-notificaties"},
    {"stuf", "StUF-ZKN"},
}};

// The standard that a form belongs to.
std::string_view way_of(std::string_view form) noexcept {
    for (const auto& one : ways) {
        if (form.starts_with(one.form)) {
            return one.form;
        }
    }
    return form.empty() ? std::string_view{} : "json";
}

bool went(const test_message& one) noexcept {
    return one.is != test_message::outcome::refused;
}

}  // namespace

bool in_order(const aansluitrapport& report) {
    const bool sound = std::ranges::all_of(report.messages, [](const test_message& one) {
        return went(one) && one.receipt != test_message::proof::not_sound;
    });
    return text_of(report.verbinding, "oordeel") == "in_orde" && sound && !report.messages.empty();
}

std::vector<std::string> open_points(const aansluitrapport& report) {
    std::vector<std::string> result;
    for (const auto* list : {"fouten", "waarschuwingen"}) {
        for (const auto& one : items(report.verbinding, list)) {
            result.push_back(text_of(one, "uitleg"));
        }
    }
    for (const auto& one : items(report.verbinding, "ontbreekt")) {
        if (one.is_string()) {
            result.emplace_back(one.get_string().data(), one.get_string().size());
        }
    }
    std::string untried;
    for (const auto& way : ways) {
        const bool tried = std::ranges::any_of(report.messages, [&](const test_message& one) {
            return went(one) && way_of(one.form) == way.form;
        });
        if (!tried) {
            untried += (untried.empty() ? "" : ", ") + std::string{way.words};
        }
    }
    if (!untried.empty()) {
        result.push_back("Niet beproefd in dit rapport: " + untried + ".");
    }
    return result;
}

std::string_view words_of(test_message::proof proof) noexcept {
    switch (proof) {
        case test_message::proof::none:
            return "n.v.t.";
        case test_message::proof::sound:
            return "klopt";
        case test_message::proof::sound_with_bytes:
            return "klopt, byte voor byte";
        case test_message::proof::not_sound:
            return "KLOPT NIET";
    }
    return {};
}

std::string_view words_of(test_message::outcome outcome) noexcept {
    switch (outcome) {
        case test_message::outcome::accepted:
            return "aangenomen";
        case test_message::outcome::judged:
            return "proef, zou worden aangenomen";
        case test_message::outcome::refused:
            return "GEWEIGERD";
    }
    return {};
}

std::string_view words_of_form(std::string_view form) noexcept {
    for (const auto& one : forms) {
        if (one.form == form) {
            return one.words;
        }
    }
    return "Eerder ingestuurd";
}

std::vector<fact> facts_of(const aansluitrapport& report) {
    const auto& seen = report.verbinding;
    const auto certificate = below(seen, "certificaat");
    const auto organisation = below(seen, "organisatie");
    const auto tls = below(seen, "tls");
    return {
        {"Hub", report.hub + " (omgeving: " + text_of(seen, "omgeving") + ")"},
        {"Organisatie",
         text_of(organisation, "naam") + ", " + text_of(organisation, "soort") + ", " +
             text_of(organisation, "deelname")},
        {"OIN", text_of(certificate, "oin")},
        {"Certificaat op naam van", text_of(certificate, "organisatie")},
        {"Geldig",
         day_of(text_of(certificate, "van")) + " tot " + day_of(text_of(certificate, "tot")) +
             " (nog " + text_of(certificate, "dagenGeldig") + " dagen)"},
        {"Vingerafdruk (SHA-256)", text_of(certificate, "vingerafdruk")},
        {"TLS", text_of(tls, "versie") + ", " + text_of(tls, "suite")},
    };
}

std::vector<fact> chain_of(const aansluitrapport& report) {
    std::vector<fact> result;
    for (const auto& one : items(report.verbinding, "keten")) {
        // Its issuer is the next one.
        result.push_back({"geldig tot " + day_of(text_of(one, "tot")), text_of(one, "onderwerp")});
    }
    return result;
}

std::vector<fact> rights_of(const aansluitrapport& report) {
    std::vector<fact> result;
    for (const auto& one : items(report.verbinding, "rechten")) {
        std::string may = joined(items(one, "rechten"));
        if (const auto types = joined(items(one, "berichtsoorten")); !types.empty()) {
            may += "; soorten: " + types;
        }
        may += text_of(one, "registerInzien") == "true" ? "; register inzien" : "";
        may += text_of(one, "postvak") == "true" ? "; postvak" : "";
        const auto name = text_of(one, "naam");
        const auto owner = text_of(one, "namens");
        result.push_back({name.empty() ? owner : name + " (" + owner + ")", std::move(may)});
    }
    return result;
}

}  // namespace hub::app::hubctl
