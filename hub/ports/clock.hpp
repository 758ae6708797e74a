// The time of day, behind a port so that tests decide it.
#pragma once

#include "hub/model/timestamp.hpp"

namespace hub::ports {

// Thread-safe.
class clock {
public:
    virtual ~clock() = default;
    [[nodiscard]] virtual model::timestamp now() const noexcept = 0;
};

}  // namespace hub::ports
