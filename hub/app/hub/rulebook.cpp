#include "hub/app/hub/rulebook.hpp"

#include "hub/instruments/loket/supplements.hpp"

#include <utility>

namespace hub::app {
namespace {

std::shared_ptr<const access::organisations> organisations_of(
    const adapters::configuration::configuration& how
) {
    return std::make_shared<access::organisations>(how.organisations);
}

std::shared_ptr<const intake::rules> rules_of(
    const adapters::configuration::configuration& how,
    std::shared_ptr<const access::organisations> organisations
) {
    auto rules = std::make_shared<intake::rules>();
    rules->organisations = std::move(organisations);
    rules->routes = routing::table{how.routes};
    rules->open_extensions = routing::open_extensions{how.open_extensions};
    rules->digest = how.digest;
    std::vector<instruments::loket::supplement_rule> supplements;
    for (const auto& [field, question] : how.supplements) {
        supplements.push_back({field, question});
    }
    rules->missing = [table = instruments::loket::supplement_table{
                          std::move(supplements)}](const pmm::v1::Aanmelding& message) {
        std::vector<model::invalid_param> result;
        for (const auto& one : table.missing(message)) {
            result.push_back({one.veld(), "ontbreekt", one.vraag()});
        }
        return result;
    };
    return rules;
}

}  // namespace

rulebook::rulebook(const adapters::configuration::configuration& first, const ports::clock& clock)
    : clock_{clock},
      organisations_{organisations_of(first)},
      rules_{rules_of(first, organisations_.current())},
      loaded_{first.digest, clock.now()} {}

void rulebook::replace(const adapters::configuration::configuration& next) {
    auto organisations = organisations_of(next);
    auto rules = rules_of(next, organisations);
    const std::lock_guard lock{mutex_};
    organisations_.replace(std::move(organisations));
    rules_ = std::move(rules);
    loaded_ = {next.digest, clock_.now()};
}

std::shared_ptr<const intake::rules> rulebook::rules() const {
    const std::lock_guard lock{mutex_};
    return rules_;
}

adapters::http::console::loaded_configuration rulebook::current() const {
    const std::lock_guard lock{mutex_};
    return loaded_;
}

}  // namespace hub::app
