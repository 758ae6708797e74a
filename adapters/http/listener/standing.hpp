// What the table of organisations says of a certificate's OIN, as far as a listener must know.
#pragma once

#include "hub/model/oin.hpp"
#include "hub/model/rejection.hpp"
#include "hub/model/timestamp.hpp"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>

namespace adapters::http::listener {

struct standing {
    // Why this one gets nothing but 403; nothing when it is let in.
    std::optional<hub::model::rejection> refused;
    // Open at once, over all loops.
    std::size_t connections = std::numeric_limits<std::size_t>::max();
    // Over all its connections.
    std::uint32_t requests_per_minute = std::numeric_limits<std::uint32_t>::max();
    // The first moment at which another standing could follow from dates alone.
    hub::model::timestamp valid_until = hub::model::timestamp::max();
};

// Thread-safe. Asked after each handshake and at each change, never per request.
class organisation_standings {
public:
    virtual ~organisation_standings() = default;
    [[nodiscard]] virtual standing of(const hub::model::oin& certificate, hub::model::timestamp now)
        const = 0;
};

}  // namespace adapters::http::listener
