// Parks what lies in postvakken that may not be emptied any more.
#pragma once

#include "hub/delivery/postvak_service.hpp"
#include "hub/delivery/postvak_work.hpp"
#include "hub/model/oin.hpp"
#include "hub/ports/result.hpp"

#include <string>
#include <vector>

namespace hub::delivery {

// Thread-safe; everything given outlives it. Senders are told with the parking, in one transaction.
class lost_rights {
public:
    lost_rights(postvak_ports ports, postvak_work& work) : ports_{ports}, work_{work} {}

    [[nodiscard]] bool is_lost(const model::oin& recipient) const {
        return !ports_.rights.may_receive(recipient);
    }

    // All that one recipient has.
    [[nodiscard]] ports::async_result<void> park_all(model::oin recipient);

    // Only these messages.
    [[nodiscard]] ports::async_result<void>
    park_some(model::oin recipient, std::vector<std::string> ids);

    // All of everyone whose right is lost.
    [[nodiscard]] ports::async_result<void> review();

private:
    postvak_ports ports_;
    postvak_work& work_;
};

}  // namespace hub::delivery
