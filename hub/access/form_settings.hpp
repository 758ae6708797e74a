// What an organisation's configuration says of the forms that it speaks: which departures from a
// standard are taken, and what becomes of announcements.
#pragma once

#include "hub/access/delivery_settings.hpp"
#include "hub/model/receipt.hpp"
#include "hub/ports/decoder.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace hub::access {

// Codes of departures that a configuration may allow.
[[nodiscard]] std::span<const std::string_view> known_deviations() noexcept;

// What an announcement becomes.
enum class announced_as {
    // Opens a casus with what is known; the loket asks for the rest.
    aanmelding,
    // Tells the loket something about a casus that exists.
    mededeling,
    // Answered, and nothing is kept.
    niets,
};

[[nodiscard]] std::string_view to_string(announced_as value) noexcept;
[[nodiscard]] std::optional<announced_as> parse_announced_as(std::string_view text) noexcept;

// Empty texts hold for anything; the first rule that holds decides.
struct announcement_rule {
    std::string channel;
    std::string resource;
    std::string action;
    announced_as becomes = announced_as::niets;
};

// Where what a notification refers to may be fetched: the organisation's own Zaken API.
struct fetching_settings {
    // Every URL that is asked begins with it; its target ends in '/'.
    webhook_settings base;
    std::string client_id;
    // File with the secret, mode 0600.
    std::string secret_file;
};

struct form_settings {
    std::vector<std::string> deviations;
    std::vector<announcement_rule> announcements;
    // SHA-256 of the Authorization with which its Open Notificaties tries a subscription.
    std::optional<model::hash> subscription;
    // Nothing: nothing is ever fetched.
    std::optional<fetching_settings> fetching;

    [[nodiscard]] bool allows(std::string_view deviation) const noexcept;
    // Nothing when no rule holds.
    [[nodiscard]] std::optional<announced_as> find(const ports::announcement& what) const noexcept;
};

}  // namespace hub::access
