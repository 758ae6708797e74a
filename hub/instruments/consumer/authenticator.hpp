// Says whether an envelope's receipt verifies, and which writer committed it.
#pragma once

#include "hub/ports/result.hpp"
#include "schemas/pmm/v1/envelope.pb.h"

#include <string>

namespace hub::instruments::consumer {

class authenticator {
public:
    virtual ~authenticator() = default;

    // The log id of the writer; errc::not_authentic when the leaf, its place in the tree, the
    // head's signature or an envelope's field does not match. A head is verified once and then
    // remembered.
    [[nodiscard]] virtual ports::result<std::string> check(const pmm::v1::Envelope& envelope) = 0;
};

}  // namespace hub::instruments::consumer
