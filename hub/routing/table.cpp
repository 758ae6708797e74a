#include "hub/routing/table.hpp"

#include <algorithm>
#include <utility>

namespace hub::routing {
namespace {

template <class Value>
bool contains(const std::vector<Value>& values, const Value& wanted) {
    return std::find(values.begin(), values.end(), wanted) != values.end();
}

template <class Value>
bool share_one(const std::vector<Value>& left, const std::vector<Value>& right) {
    return std::any_of(left.begin(), left.end(), [&right](const Value& value) {
        return contains(right, value);
    });
}

bool names_one_of(const question& about, const std::vector<model::oin>& organisations) {
    return share_one(about.involved, organisations) ||
           std::any_of(
               about.addressed.begin(),
               about.addressed.end(),
               [&organisations](const model::destination& addressed) {
                   const auto* oin = addressed.as_organisation();
                   return oin != nullptr && contains(organisations, *oin);
               }
           );
}

bool holds(const rule& candidate, const question& about) {
    if (!candidate.types.empty() && !candidate.types.contains(about.type)) {
        return false;
    }
    if (!candidate.owners.empty() && !contains(candidate.owners, about.owner)) {
        return false;
    }
    if (!candidate.owner_kinds.empty() &&
        (!about.owner_kind || !contains(candidate.owner_kinds, *about.owner_kind))) {
        return false;
    }
    if (!candidate.leefgebieden.empty() && !share_one(candidate.leefgebieden, about.leefgebieden)) {
        return false;
    }
    return candidate.organisations.empty() || names_one_of(about, candidate.organisations);
}

void add_once(std::vector<model::destination>& destinations, const model::destination& value) {
    if (!contains(destinations, value)) {
        destinations.push_back(value);
    }
}

std::vector<model::destination> destinations_of(const rule& matching, const question& about) {
    std::vector<model::destination> result;
    for (const auto& target : matching.targets) {
        switch (target.what) {
            case target::kind::fixed:
                if (target.destination) {
                    add_once(result, *target.destination);
                }
                break;
            case target::kind::addressed:
                for (const auto& destination : about.addressed) {
                    add_once(result, destination);
                }
                break;
            case target::kind::involved:
                for (const auto& oin : about.involved) {
                    add_once(result, model::destination{oin});
                }
                break;
        }
    }
    return result;
}

}  // namespace

model::stream stream_of(model::message_type type) noexcept {
    switch (type) {
        case model::message_type::aanmelding:
            return model::stream::aanmelding;
        case model::message_type::signaal:
            return model::stream::signaal;
        case model::message_type::bericht:
            return model::stream::bericht;
        case model::message_type::escalatie:
            return model::stream::escalatie;
        case model::message_type::registermutatie:
            return model::stream::register_;
        case model::message_type::statusbericht:
            return model::stream::status;
    }
    return model::stream::geparkeerd;
}

route table::find(const question& about) const {
    route result{.stream = stream_of(about.type), .destinations = {}, .why = {}};
    for (const auto& candidate : rules_) {
        if (!holds(candidate, about)) {
            continue;
        }
        auto destinations = destinations_of(candidate, about);
        if (destinations.empty()) {
            continue;
        }
        for (const auto& destination : destinations) {
            add_once(result.destinations, destination);
        }
        result.why.push_back(
            {.rule = candidate.name,
             .words = candidate.words,
             .destinations = std::move(destinations)}
        );
    }
    return result;
}

}  // namespace hub::routing
