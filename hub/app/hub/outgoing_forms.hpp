// The forms in which this hub lets messages leave.
#pragma once

#include "adapters/configuration/configuration.hpp"
#include "hub/delivery/delivery_forms.hpp"
#include "hub/ports/delivery_form.hpp"

#include <memory>
#include <vector>

namespace hub::app {

class outgoing_forms {
public:
    explicit outgoing_forms(const adapters::configuration::configuration& how);

    [[nodiscard]] const delivery::delivery_forms& all() const noexcept { return offered_; }

private:
    void offer(access::outgoing_form which, std::unique_ptr<ports::delivery_form> form);

    std::vector<std::unique_ptr<ports::delivery_form>> owned_;
    delivery::delivery_forms offered_;
};

}  // namespace hub::app
