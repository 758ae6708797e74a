#include "hub/access/form_settings.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace hub::access {
namespace {

constexpr std::array<std::string_view, 6> deviations{
    "bron_geen_oin",
    "data_als_tekst",
    "dataref_relatief",
    "inhoudstype_json",
    "ontvanger_geen_oin",
    "zender_geen_oin"};

constexpr std::array<std::pair<announced_as, std::string_view>, 3> words{{
    {announced_as::aanmelding, "aanmelding"},
    {announced_as::mededeling, "mededeling"},
    {announced_as::niets, "niets"},
}};

bool fits(std::string_view wanted, std::string_view given) noexcept {
    return wanted.empty() || wanted == given;
}

}  // namespace

std::span<const std::string_view> known_deviations() noexcept {
    return deviations;
}

std::string_view to_string(announced_as value) noexcept {
    for (const auto& [candidate, word] : words) {
        if (candidate == value) {
            return word;
        }
    }
    return {};
}

std::optional<announced_as> parse_announced_as(std::string_view text) noexcept {
    for (const auto& [value, word] : words) {
        if (word == text) {
            return value;
        }
    }
    return std::nullopt;
}

bool form_settings::allows(std::string_view deviation) const noexcept {
    return std::find(deviations.begin(), deviations.end(), deviation) != deviations.end();
}

std::optional<announced_as> form_settings::find(const ports::announcement& what) const noexcept {
    for (const auto& rule : announcements) {
        if (fits(rule.channel, what.channel) && fits(rule.resource, what.resource) &&
            fits(rule.action, what.action)) {
            return rule.becomes;
        }
    }
    return std::nullopt;
}

}  // namespace hub::access
