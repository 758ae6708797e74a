// The environment (omgeving) an instance belongs to: a property of the whole instance, bound into
// all that is signed or sealed.
#pragma once

#include <optional>
#include <string_view>

namespace hub::model {

enum class environment { ontwikkel, test, productie };

// The word that stands in configuration, receipts, answers (Pmm-Omgeving) and pages.
[[nodiscard]] std::string_view to_string(environment value) noexcept;

// Nothing for any other word.
[[nodiscard]] std::optional<environment> parse_environment(std::string_view text) noexcept;

}  // namespace hub::model
