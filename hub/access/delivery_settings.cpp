#include "hub/access/delivery_settings.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

namespace hub::access {
namespace {

constexpr std::array<std::pair<outgoing_form, std::string_view>, outgoing_forms> words{{
    {outgoing_form::json, "json"},
    {outgoing_form::cloudevents, "cloudevents"},
    {outgoing_form::cloudevents_binair, "cloudevents-binair"},
    {outgoing_form::zgw, "zgw"},
    {outgoing_form::stuf, "stuf"},
}};

constexpr std::size_t longest_url = 2'048;
constexpr std::size_t longest_host = 253;

// Printable ASCII that needs no escaping in a request line.
bool is_target(std::string_view text) noexcept {
    return std::all_of(text.begin(), text.end(), [](char c) {
        return c > 0x20 && c < 0x7F &&
               std::string_view{"\"<>\\^`{|}#"}.find(c) == std::string_view::npos;
    });
}

bool is_host(std::string_view text) noexcept {
    constexpr std::string_view known =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-";
    return !text.empty() && text.size() <= longest_host && text.front() != '.' &&
           text.front() != '-' && text.find_first_not_of(known) == std::string_view::npos;
}

std::optional<std::uint16_t> parse_port(std::string_view text) noexcept {
    std::uint16_t port = 0;
    const auto* const end = text.data() + text.size();
    const auto parsed = std::from_chars(text.data(), end, port);
    return parsed.ec == std::errc{} && parsed.ptr == end && port != 0 ? std::optional{port}
                                                                      : std::nullopt;
}

}  // namespace

std::string_view to_string(outgoing_form value) noexcept {
    for (const auto& [candidate, word] : words) {
        if (candidate == value) {
            return word;
        }
    }
    return {};
}

std::optional<outgoing_form> parse_outgoing_form(std::string_view text) noexcept {
    for (const auto& [value, word] : words) {
        if (word == text) {
            return value;
        }
    }
    return std::nullopt;
}

std::optional<webhook_settings> parse_webhook(std::string_view url) {
    constexpr std::string_view scheme = "https://";
    if (!url.starts_with(scheme) || url.size() > longest_url) {
        return std::nullopt;
    }
    url.remove_prefix(scheme.size());
    const auto path = std::min(url.find_first_of("/?"), url.size());
    auto authority = url.substr(0, path);
    webhook_settings result;
    if (const auto colon = authority.rfind(':'); colon != std::string_view::npos) {
        const auto port = parse_port(authority.substr(colon + 1));
        if (!port) {
            return std::nullopt;
        }
        result.port = *port;
        authority = authority.substr(0, colon);
    }
    const auto target = url.substr(path);
    if (!is_host(authority) || !is_target(target)) {
        return std::nullopt;
    }
    result.host = authority;
    result.target = target.starts_with('/') ? std::string{target} : "/" + std::string{target};
    return result;
}

}  // namespace hub::access
