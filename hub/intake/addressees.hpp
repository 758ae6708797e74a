// Whom a bericht may be addressed to: organisations with a postvak, the loket, and for the loket
// itself the LET.
#pragma once

#include "hub/access/caller.hpp"
#include "hub/model/destination.hpp"
#include "hub/model/rejection.hpp"
#include "schemas/pmm/v1/content.pb.h"

#include <optional>
#include <vector>

namespace hub::intake {

struct addressees {
    // The kinds with one recipient: an escalatie has the LET, a voortgang the loket.
    std::optional<model::instrument> fixed;
    std::vector<model::destination> destinations;
    // Each with its own code and the place it came from.
    std::vector<model::rejection> refusals;
};

[[nodiscard]] addressees addressees_of(const access::caller& who, const pmm::v1::Bericht& message);

}  // namespace hub::intake
