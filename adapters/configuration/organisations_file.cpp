// organisaties.yaml: who is connected, what each may do, and who acts for whom.
#include "adapters/configuration/parts.hpp"

#include <algorithm>

namespace adapters::configuration {
namespace {

namespace access = hub::access;
namespace model = hub::model;

constexpr std::string_view soort_words =
    "gemeente, uitvoerder, ministerie, zorginstelling, samenwerkingsverband, pmm, overig";

std::optional<access::soort> soort_of(std::string_view word) {
    return access::parse_soort(word);
}
std::optional<access::deelname> deelname_of(std::string_view word) {
    return access::parse_deelname(word);
}
std::optional<access::organisation_status> status_of(std::string_view word) {
    return access::parse_organisation_status(word);
}
std::optional<access::right> right_of(std::string_view word) {
    return access::parse_right(word);
}
std::optional<access::outsider_policy> policy_of(std::string_view word) {
    return access::parse_outsider_policy(word);
}

// Midnight UTC of a date that is known to be one.
model::timestamp at_midnight(const std::string& date) {
    return *model::parse_rfc3339(date + "T00:00:00Z");
}

std::optional<access::dated_code> read_dated_code(section& organisation, const char* key) {
    auto part = organisation.below(key, presence::optional);
    if (!part) {
        return std::nullopt;
    }
    access::dated_code result;
    result.code = part->text("code").value_or("");
    result.omschrijving = part->text("omschrijving").value_or("");
    result.vanaf = part->date("vanaf").value_or("");
    result.tot = part->date("tot").value_or("");
    part->finish();
    return result;
}

access::message_types read_types(section& from, const char* key) {
    access::message_types result;
    for (const auto& word : from.texts(key)) {
        const auto type = model::parse_message_type(word);
        if (!type || *type == model::message_type::statusbericht) {
            from.wrong(key, "onbekende berichtsoort '" + word + "'");
        } else {
            result.add(*type);
        }
    }
    return result;
}

std::optional<access::default_professional> read_professional(section& organisation) {
    auto part = organisation.below("maatwerkprofessional", presence::optional);
    if (!part) {
        return std::nullopt;
    }
    access::default_professional result;
    const auto kind = part->text("soort", presence::optional).value_or("team");
    if (kind != "team" && kind != "persoon") {
        part->wrong("soort", "'soort' kent de waarden team, persoon");
    }
    result.is_team = kind != "persoon";
    result.naam = part->text("naam").value_or("");
    result.email = part->text("email").value_or("");
    result.telefoon = part->text("telefoon", presence::optional).value_or("");
    part->finish();
    return result;
}

void read_contact(section& organisation, access::contact& into) {
    auto part = organisation.below("contact", presence::optional);
    if (!part) {
        return;
    }
    into.naam = part->text("naam", presence::optional).value_or("");
    into.email = part->text("email", presence::optional).value_or("");
    into.telefoon = part->text("telefoon", presence::optional).value_or("");
    part->finish();
}

void read_own_limits(section& organisation, access::organisation_limits& into) {
    auto part = organisation.below("grenzen", presence::optional);
    if (!part) {
        return;
    }
    constexpr std::int64_t most = 1'000'000;
    if (const auto value = part->number("verbindingen", 1, most)) {
        into.connections = static_cast<std::uint32_t>(*value);
    }
    if (const auto value = part->number("verzoekenPerMinuut", 1, most)) {
        into.requests_per_minute = static_cast<std::uint32_t>(*value);
    }
    part->finish();
}

void read_organisation(section& entry, configuration& into) {
    access::organisation result;
    const auto oin = entry.oin("oin");
    check_environment(entry, "oin", oin, into.environment);
    result.oin = oin.value_or(model::oin{});
    result.naam = entry.text("naam").value_or("");
    result.soort =
        entry.word<access::soort>("soort", soort_of, soort_words).value_or(access::soort::overig);
    result.deelname =
        entry
            .word<access::deelname>(
                "deelname", deelname_of, "deelnemer, gedeeltelijk, geen", presence::optional
            )
            .value_or(access::deelname::geen);
    result.status = entry
                        .word<access::organisation_status>(
                            "status", status_of, "actief, geschorst", presence::optional
                        )
                        .value_or(access::organisation_status::actief);
    result.may_submit = read_types(entry, "magInsturen");
    result.may_read_register = entry.yes_or_no("magRegisterLezen").value_or(false);
    result.has_postvak = entry.yes_or_no("postvak").value_or(true);
    result.defaults.grondslag = read_dated_code(entry, "grondslag");
    result.defaults.doel = read_dated_code(entry, "doel");
    result.defaults.maatwerkprofessional = read_professional(entry);
    read_forms(entry, result.forms);
    read_delivery(entry, into, result.delivery);
    if (result.forms.fetching && into.webhooks.origin.empty()) {
        entry.wrong("vormen", "ophalen gaat met het clientcertificaat van 'webhooks' in hub.yaml");
    }
    read_contact(entry, result.contact);
    read_own_limits(entry, result.limits);
    const auto& listed = into.organisations.listed;
    if (oin && std::any_of(listed.begin(), listed.end(), [&](const auto& other) {
            return other.oin == *oin;
        })) {
        entry.wrong("oin", "dit OIN staat er al");
    }
    into.organisations.listed.push_back(std::move(result));
}

void read_acts_for(section& entry, configuration& into) {
    access::acts_for result;
    const auto certificate = entry.oin("certificaat");
    const auto owner = entry.oin("eigenaar");
    check_environment(entry, "certificaat", certificate, into.environment);
    check_environment(entry, "eigenaar", owner, into.environment);
    result.certificate = certificate.value_or(model::oin{});
    result.owner = owner.value_or(model::oin{});
    result.right =
        entry.word<access::right>("recht", right_of, "insturen, volgen, postvak, register")
            .value_or(access::right::send);
    const auto from = entry.date("vanaf");
    if (!from) {
        entry.wrong("vanaf", "'vanaf' ontbreekt");
    } else {
        result.from = at_midnight(*from);
    }
    if (const auto until = entry.date("tot")) {
        result.until = at_midnight(*until);
        if (*result.until <= result.from) {
            entry.wrong("tot", "'tot' ligt niet na 'vanaf'");
        }
    }
    into.organisations.acts_for.push_back(result);
}

void read_instruments(section& file, configuration& into) {
    auto part = file.below("instrumenten");
    if (!part) {
        return;
    }
    for (const auto which :
         {model::instrument::loket, model::instrument::let, model::instrument::register_}) {
        const std::string key{model::to_string(which)};
        const auto oin = part->oin(key.c_str());
        check_environment(*part, key.c_str(), oin, into.environment);
        if (oin) {
            into.organisations.instruments.push_back({which, *oin});
        }
    }
    part->finish();
}

}  // namespace

void read_organisations(section& file, configuration& into) {
    into.organisations.outsiders =
        file.word<access::outsider_policy>(
                "nietDeelnemer", policy_of, "toegelaten, geweigerd", presence::optional
        )
            .value_or(access::outsider_policy::toegelaten);
    for (const auto& word : file.texts("magBsnSturen")) {
        if (const auto kind = access::parse_soort(word)) {
            into.organisations.may_send_bsn.push_back(*kind);
        } else {
            file.wrong(
                "magBsnSturen",
                "onbekende soort '" + word + "'; de soorten zijn " + std::string{soort_words}
            );
        }
    }
    read_instruments(file, into);
    file.each("organisaties", [&into](section& entry) { read_organisation(entry, into); });
    file.each("treedtOpVoor", [&into](section& entry) { read_acts_for(entry, into); });
    file.finish();
}

}  // namespace adapters::configuration
