#include "hub/model/destination.hpp"

namespace hub::model {

std::optional<destination> destination::parse(std::string_view name) noexcept {
    if (const auto value = parse_instrument(name)) {
        return destination{*value};
    }
    if (const auto value = oin::parse(name)) {
        return destination{*value};
    }
    return std::nullopt;
}

std::string_view destination::name() const noexcept {
    if (const auto* value = as_instrument()) {
        return to_string(*value);
    }
    return as_organisation()->text();
}

}  // namespace hub::model
