#include "hub/model/progress.hpp"

#include <algorithm>

namespace hub::model {
namespace {

// How far along the ordinary way; the ways it ends come behind all of it.
int distance(state value) noexcept {
    switch (value) {
        case state::ontvangen:
            return 0;
        case state::doorgezet:
            return 1;
        case state::klaargezet:
            return 2;
        case state::afgeleverd:
            return 3;
        case state::opgehaald:
            return 4;
        case state::verwerkt:
        case state::geweigerd:
        case state::geparkeerd:
        case state::teruggestuurd:
        case state::afgesloten:
        case state::gewist:
            return 5;
    }
    return 5;
}

// How much an end asks for attention.
int severity(state value) noexcept {
    switch (value) {
        case state::geweigerd:
            return 4;
        case state::teruggestuurd:
            return 3;
        case state::afgesloten:
            return 2;
        case state::verwerkt:
            return 1;
        case state::gewist:
        case state::ontvangen:
        case state::doorgezet:
        case state::klaargezet:
        case state::afgeleverd:
        case state::opgehaald:
        case state::geparkeerd:
            return 0;
    }
    return 0;
}

}  // namespace

bool follows(state from, state to) noexcept {
    if (from == to || to == state::ontvangen || to == state::doorgezet) {
        return false;
    }
    if (to == state::gewist) {
        return true;
    }
    if (is_final(from)) {
        return false;
    }
    return from == state::geparkeerd || distance(to) > distance(from);
}

state overall_state(std::span<const state> destinations) noexcept {
    if (std::find(destinations.begin(), destinations.end(), state::geparkeerd) !=
        destinations.end()) {
        return state::geparkeerd;
    }
    const auto least =
        std::min_element(destinations.begin(), destinations.end(), [](state left, state right) {
            return distance(left) < distance(right);
        });
    if (!is_final(*least)) {
        return *least;
    }
    return *std::max_element(destinations.begin(), destinations.end(), [](state left, state right) {
        return severity(left) < severity(right);
    });
}

}  // namespace hub::model
