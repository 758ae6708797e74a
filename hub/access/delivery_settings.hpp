// How messages reach an organisation: in which form its postvak answers, and where they are pushed
// to.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace hub::access {

enum class outgoing_form { json, cloudevents, cloudevents_binair, zgw, stuf };

inline constexpr std::size_t outgoing_forms = 5;

[[nodiscard]] std::string_view to_string(outgoing_form value) noexcept;
[[nodiscard]] std::optional<outgoing_form> parse_outgoing_form(std::string_view text) noexcept;

// The one place that is pushed to; no other is ever followed.
struct webhook_settings {
    std::string host;
    std::uint16_t port = 443;
    // Path and query.
    std::string target = "/";

    bool operator==(const webhook_settings&) const = default;
};

struct delivery_settings {
    outgoing_form form = outgoing_form::json;
    // Nothing: its postvak is fetched, nothing is pushed.
    std::optional<webhook_settings> webhook;
};

// An https URL without user, password or fragment; nothing for anything else.
[[nodiscard]] std::optional<webhook_settings> parse_webhook(std::string_view url);

}  // namespace hub::access
