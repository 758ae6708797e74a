// What the port of internal roles is made of; hub/app fills it.
#pragma once

#include "hub/access/organisation_directory.hpp"
#include "hub/ports/audit_log.hpp"
#include "hub/ports/clock.hpp"
#include "hub/ports/telemetry.hpp"
#include "hub/vault/envelope.hpp"
#include "hub/vault/vault.hpp"

#include <cstdint>

namespace adapters::http::internal {

// Everything outlives the handler.
struct parts {
    const hub::access::organisation_directory& organisations;
    const hub::ports::clock& clock;
    hub::ports::telemetry& telemetry;
    hub::vault::envelope_verifier& verifier;
    hub::vault::vault& vault;
    // Where every key that leaves is recorded first.
    hub::ports::audit_log& audit;
    // For each role.
    std::uint32_t releases_per_minute = 6'000;
};

}  // namespace adapters::http::internal
