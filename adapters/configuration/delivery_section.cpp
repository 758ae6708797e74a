// What leaves the hub by itself: hub.yaml's adres and webhooks, and an organisation's aflevering.
#include "adapters/configuration/parts.hpp"

#include <algorithm>

namespace adapters::configuration {
namespace {

namespace access = hub::access;

std::optional<access::outgoing_form> form_of(std::string_view word) {
    return access::parse_outgoing_form(word);
}

// A name as it stands in an Origin or a Host.
bool is_name(std::string_view text) {
    return access::parse_webhook("https://" + std::string{text}).has_value() &&
           text.find('/') == std::string_view::npos;
}

void read_webhooks(section& file, webhooks_settings& into, hub::model::environment environment) {
    auto part = file.below("webhooks", presence::optional);
    if (!part) {
        return;
    }
    into.enabled = part->yes_or_no("aan").value_or(true);
    into.certificate = part->path("certificaat").value_or("");
    into.key = part->path("sleutel").value_or("");
    into.roots = part->path("stamcertificaten").value_or("");
    into.origin = part->text("herkomst").value_or("");
    if (!into.origin.empty() && !is_name(into.origin)) {
        part->wrong("herkomst", "'herkomst' hoort de naam van de hub te zijn, zoals hub.example");
    }
    into.internal_addresses = part->yes_or_no("interneAdressen").value_or(false);
    if (into.internal_addresses && environment == hub::model::environment::productie) {
        part->wrong("interneAdressen", "in productie gaat niets naar een intern adres");
    }
    constexpr std::int64_t longest_answer_ms = 60'000;
    into.answer_time = std::chrono::milliseconds{
        part->number("antwoordMs", 100, longest_answer_ms).value_or(into.answer_time.count())};
    // A night, a weekend and a day: less ends what an outage over a weekend only delays.
    const std::int64_t shortest = environment == hub::model::environment::productie ? 120 : 1;
    constexpr std::int64_t longest = 30 * 24;
    into.park_after = std::chrono::hours{
        part->number("parkerenNaUren", shortest, longest).value_or(into.park_after.count())};
    part->finish();
}

}  // namespace

void read_outgoing(section& file, configuration& into) {
    into.address = file.text("adres", presence::optional).value_or("");
    if (!into.address.empty()) {
        const auto parsed = access::parse_webhook(into.address);
        if (!parsed || parsed->target != "/" || into.address.ends_with('/')) {
            file.wrong(
                "adres",
                "'adres' hoort https:// en een naam te zijn, zonder pad en zonder / erachter"
            );
        }
    }
    read_webhooks(file, into.webhooks, into.environment);
}

void read_delivery(
    section& organisation,
    const configuration& hub,
    access::delivery_settings& into
) {
    auto part = organisation.below("aflevering", presence::optional);
    if (!part) {
        return;
    }
    into.form = part->word<access::outgoing_form>(
                        "vorm",
                        form_of,
                        "json, cloudevents, cloudevents-binair, zgw, stuf",
                        presence::optional
    )
                    .value_or(access::outgoing_form::json);
    if (into.form == access::outgoing_form::zgw && hub.address.empty()) {
        part->wrong("vorm", "een notificatie verwijst naar de hub: geef 'adres' in hub.yaml");
    }
    if (const auto url = part->text("webhook", presence::optional)) {
        into.webhook = access::parse_webhook(*url);
        if (!into.webhook) {
            part->wrong(
                "webhook", "'webhook' hoort een https-adres te zijn, zonder gebruiker en zonder #"
            );
        } else if (hub.webhooks.origin.empty()) {
            part->wrong("webhook", "webhooks staan uit: geef 'webhooks' in hub.yaml");
        }
    }
    part->finish();
}

}  // namespace adapters::configuration
