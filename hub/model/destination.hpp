// Where a message goes: an instrument of the hub or the postvak of an organisation.
#pragma once

#include "hub/model/oin.hpp"
#include "hub/model/words.hpp"

#include <compare>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace hub::model {

class destination {
public:
    explicit destination(instrument value) noexcept : target_{value} {}
    explicit destination(const oin& value) noexcept : target_{value} {}

    // An instrument's name or an OIN; nothing for anything else.
    [[nodiscard]] static std::optional<destination> parse(std::string_view name) noexcept;

    // The name that stands in envelopes, states and receipts.
    [[nodiscard]] std::string_view name() const noexcept;

    [[nodiscard]] const instrument* as_instrument() const noexcept {
        return std::get_if<instrument>(&target_);
    }
    [[nodiscard]] const oin* as_organisation() const noexcept { return std::get_if<oin>(&target_); }

    auto operator<=>(const destination&) const = default;

private:
    std::variant<instrument, oin> target_;
};

}  // namespace hub::model
