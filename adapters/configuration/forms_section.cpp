// The part "vormen" of one organisation: which departures are taken and what announcements become.
#include "adapters/configuration/parts.hpp"

#include <algorithm>

namespace adapters::configuration {
namespace {

namespace access = hub::access;

std::optional<access::announced_as> becomes_of(std::string_view word) {
    return access::parse_announced_as(word);
}

std::optional<unsigned> nibble(char digit) noexcept {
    if (digit >= '0' && digit <= '9') {
        return static_cast<unsigned>(digit - '0');
    }
    if (digit >= 'a' && digit <= 'f') {
        return static_cast<unsigned>(digit - 'a') + 10U;
    }
    return std::nullopt;
}

std::optional<hub::model::hash> parse_hash(std::string_view text) noexcept {
    hub::model::hash result{};
    if (text.size() != 2 * result.size()) {
        return std::nullopt;
    }
    for (std::size_t at = 0; at < result.size(); ++at) {
        const auto high = nibble(text[2 * at]);
        const auto low = nibble(text[2 * at + 1]);
        if (!high || !low) {
            return std::nullopt;
        }
        result[at] = static_cast<std::uint8_t>(*high << 4U | *low);
    }
    return result;
}

void read_deviations(section& part, access::form_settings& into) {
    const auto known = access::known_deviations();
    for (auto& word : part.texts("afwijkingen")) {
        if (std::find(known.begin(), known.end(), word) == known.end()) {
            std::string words = "onbekende afwijking '" + word + "'; de afwijkingen zijn";
            for (const auto one : known) {
                words.append(" ").append(one);
            }
            part.wrong("afwijkingen", words);
        }
        into.deviations.push_back(std::move(word));
    }
}

void read_fetching(section& forms, access::form_settings& into) {
    auto part = forms.below("ophalen", presence::optional);
    if (!part) {
        return;
    }
    access::fetching_settings result;
    const auto base = access::parse_webhook(part->text("basis").value_or(""));
    if (!base || !base->target.ends_with('/') || base->target.find('?') != std::string::npos) {
        part->wrong("basis", "'basis' hoort een https-adres te zijn dat op / eindigt");
    } else {
        result.base = *base;
    }
    result.client_id = part->text("clientId").value_or("");
    result.secret_file = part->path("geheim").value_or("");
    part->finish();
    into.fetching = std::move(result);
}

}  // namespace

void read_forms(section& organisation, access::form_settings& into) {
    auto part = organisation.below("vormen", presence::optional);
    if (!part) {
        return;
    }
    read_deviations(*part, into);
    part->each("meldingen", [&into](section& entry) {
        access::announcement_rule rule;
        rule.channel = entry.text("kanaal", presence::optional).value_or("");
        rule.resource = entry.text("resource", presence::optional).value_or("");
        rule.action = entry.text("actie", presence::optional).value_or("");
        rule.becomes =
            entry.word<access::announced_as>("wordt", becomes_of, "aanmelding, mededeling, niets")
                .value_or(access::announced_as::niets);
        into.announcements.push_back(std::move(rule));
    });
    if (const auto text = part->text("abonnementSha256", presence::optional)) {
        into.subscription = parse_hash(*text);
        if (!into.subscription) {
            part->wrong(
                "abonnementSha256",
                "'abonnementSha256' hoort 64 kleine hexadecimale cijfers te zijn"
            );
        }
    }
    read_fetching(*part, into);
    part->finish();
}

}  // namespace adapters::configuration
