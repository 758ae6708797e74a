// Everything configured by which intake decides, as one snapshot.
#pragma once

#include "hub/access/organisations.hpp"
#include "hub/model/receipt.hpp"
#include "hub/model/rejection.hpp"
#include "hub/routing/open_extensions.hpp"
#include "hub/routing/table.hpp"
#include "schemas/pmm/v1/content.pb.h"

#include <functional>
#include <memory>
#include <vector>

namespace hub::intake {

struct rules {
    std::shared_ptr<const access::organisations> organisations;
    routing::table routes;
    routing::open_extensions open_extensions;
    // Digest of the whole configuration; recorded with every message as what decided.
    model::hash digest{};
    // What the loket would ask to be supplied (places and questions); empty function: nothing.
    std::function<std::vector<model::invalid_param>(const pmm::v1::Aanmelding&)> missing;
};

}  // namespace hub::intake
