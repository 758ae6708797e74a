#include "adapters/formats/cloudevents/uri.hpp"

namespace adapters::formats::cloudevents {
namespace {

constexpr bool is_letter(char c) noexcept {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
constexpr bool is_digit(char c) noexcept {
    return c >= '0' && c <= '9';
}
constexpr bool is_hexadecimal(char c) noexcept {
    return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

constexpr std::string_view marks = "-._~:/?#[]@!$&'()*+,;=";

// Lower-case already; a URN's first two parts know no case.
constexpr std::string_view organisation_urn = "urn:nld:oin:";
constexpr std::string_view system_part = ":systeem:";

constexpr char lower(char c) noexcept {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

}  // namespace

bool is_uri_reference(std::string_view text) noexcept {
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char c = text[at];
        if (c == '%') {
            if (text.size() - at < 3 || !is_hexadecimal(text[at + 1]) ||
                !is_hexadecimal(text[at + 2])) {
                return false;
            }
            at += 2;
        } else if (!is_letter(c) && !is_digit(c) && marks.find(c) == std::string_view::npos) {
            return false;
        }
    }
    return !text.empty();
}

bool is_absolute_uri(std::string_view text) noexcept {
    const auto colon = text.find(':');
    if (colon == std::string_view::npos || colon == 0 || colon + 1 == text.size() ||
        !is_letter(text.front()) || !is_uri_reference(text)) {
        return false;
    }
    for (const char c : text.substr(0, colon)) {
        if (!is_letter(c) && !is_digit(c) && c != '+' && c != '-' && c != '.') {
            return false;
        }
    }
    return true;
}

std::optional<hub::model::oin> oin_of_urn(std::string_view text) noexcept {
    if (text.size() < organisation_urn.size() + hub::model::oin::length) {
        return std::nullopt;
    }
    for (std::size_t at = 0; at < organisation_urn.size(); ++at) {
        if (lower(text[at]) != organisation_urn[at]) {
            return std::nullopt;
        }
    }
    text.remove_prefix(organisation_urn.size());
    const auto rest = text.substr(hub::model::oin::length);
    const bool names_system = rest.starts_with(system_part) && rest.size() > system_part.size();
    if (!rest.empty() && !names_system) {
        return std::nullopt;
    }
    return hub::model::oin::parse(text.substr(0, hub::model::oin::length));
}

}  // namespace adapters::formats::cloudevents
