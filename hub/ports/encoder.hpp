// Turns a canonical message into the text of our own JSON form, as it stands in postvakken.
#pragma once

#include "schemas/pmm/v1/content.pb.h"

#include <string>

namespace hub::ports {

// Pure. Thread-safe.
class encoder {
public:
    virtual ~encoder() = default;

    // One JSON object with the names of the OpenAPI document; what is absent is left out.
    [[nodiscard]] virtual std::string encode(const pmm::v1::CanonicalMessage& message) const = 0;
};

}  // namespace hub::ports
