// The roles that a certificate of the operators' root may carry (its organizationalUnitName).
#pragma once

#include "adapters/http/exchange/peer.hpp"

#include <string_view>

namespace adapters::http::console {

inline constexpr std::string_view operator_role = "operator";
inline constexpr std::string_view metrics_role = "metingen";

[[nodiscard]] inline bool
has_trusted_role(const exchange::peer& who, std::string_view role) noexcept {
    return who.trust == exchange::trust_class::operators && who.faults.empty() &&
           who.has_role(role);
}

[[nodiscard]] inline bool is_operator(const exchange::peer& who) noexcept {
    return has_trusted_role(who, operator_role);
}

}  // namespace adapters::http::console
