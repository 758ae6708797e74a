// How well-formed JSON that does not fit its table is refused.
#pragma once

#include "hub/model/rejection.hpp"

#include <utility>
#include <vector>

namespace adapters::formats::json {

[[nodiscard]] inline hub::model::rejection refuse_faults(
    std::vector<hub::model::invalid_param> faults
) {
    return {
        .code = "bericht_ongeldig",
        .words = "De inhoud voldoet niet aan het schema; bij elke plaats staat wat eraan schort.",
        .invalid_params = std::move(faults),
    };
}

}  // namespace adapters::formats::json
