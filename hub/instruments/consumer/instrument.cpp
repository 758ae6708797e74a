#include "hub/instruments/consumer/instrument.hpp"

namespace hub::instruments::consumer {

std::vector<model::destination>
only(model::instrument own, const std::vector<model::destination>& destinations) {
    for (const auto& destination : destinations) {
        const auto* const instrument = destination.as_instrument();
        if (instrument != nullptr && *instrument == own) {
            return {destination};
        }
    }
    return {};
}

}  // namespace hub::instruments::consumer
