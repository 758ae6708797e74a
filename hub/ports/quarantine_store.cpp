#include "hub/ports/quarantine_store.hpp"

#include <array>
#include <utility>

namespace hub::ports {
namespace {

constexpr std::array<std::pair<quarantine_state, std::string_view>, 5> words{{
    {quarantine_state::bewaard, "bewaard"},
    {quarantine_state::niet_bewaard, "niet_bewaard"},
    {quarantine_state::ingediend, "ingediend"},
    {quarantine_state::afgesloten, "afgesloten"},
    {quarantine_state::gewist, "gewist"},
}};

}  // namespace

std::string_view to_string(quarantine_state value) noexcept {
    for (const auto& [state, word] : words) {
        if (state == value) {
            return word;
        }
    }
    return {};
}

std::optional<quarantine_state> parse_quarantine_state(std::string_view text) noexcept {
    for (const auto& [state, word] : words) {
        if (word == text) {
            return state;
        }
    }
    return std::nullopt;
}

}  // namespace hub::ports
