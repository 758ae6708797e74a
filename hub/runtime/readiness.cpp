#include "hub/runtime/readiness.hpp"

#include <algorithm>
#include <utility>

namespace hub::runtime {

void readiness::set(std::string_view component, entry value) {
    const std::scoped_lock lock{mutex_};
    components_.insert_or_assign(std::string{component}, std::move(value));
}

void readiness::announce(std::string_view component) {
    set(component, {readiness_state::degraded, "start nog op"});
}

void readiness::ready(std::string_view component) {
    set(component, {readiness_state::ready, {}});
}

void readiness::hindered(std::string_view component, std::string_view reason) {
    set(component, {readiness_state::hindered, std::string{reason}});
}

void readiness::degraded(std::string_view component, std::string_view reason) {
    set(component, {readiness_state::degraded, std::string{reason}});
}

bool readiness::is_ready() const {
    const std::scoped_lock lock{mutex_};
    return !components_.empty() && std::ranges::all_of(components_, [](const auto& component) {
        return component.second.state != readiness_state::degraded;
    });
}

std::vector<component_readiness> readiness::report() const {
    const std::scoped_lock lock{mutex_};
    std::vector<component_readiness> result;
    result.reserve(components_.size());
    for (const auto& [name, value] : components_) {
        result.push_back({name, value.state, value.reason});
    }
    return result;
}

}  // namespace hub::runtime
