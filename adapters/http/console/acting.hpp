// Who acts on the operators' port, and that it was recorded before it was answered.
#pragma once

#include "adapters/http/exchange/peer.hpp"
#include "hub/model/uuid.hpp"
#include "hub/ports/audit_log.hpp"
#include "hub/ports/result.hpp"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace adapters::http::console {

// Digest of the certificate's subject: the same after a renewal, and no name in the log.
[[nodiscard]] std::string actor_of(const exchange::peer& who);

struct act {
    // Stable word of the act, for example "herhaling".
    std::string what;
    std::optional<hub::model::message_id> message = std::nullopt;
    std::optional<hub::model::casus_id> casus = std::nullopt;
    std::vector<std::pair<std::string, std::string>> facts;
};

// Durable when it returns.
[[nodiscard]] hub::ports::async_result<void>
record_act(hub::ports::audit_log& log, std::string actor, act done);

}  // namespace adapters::http::console
