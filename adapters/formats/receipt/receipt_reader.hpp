// Reads what the hub publishes as JSON for whoever checks: receipts and seal certificates.
#pragma once

#include "hub/model/receipt.hpp"
#include "hub/vault/seal_trust.hpp"

#include <optional>
#include <string_view>

namespace adapters::formats::receipt {

// A receipt as the hub gave it, however it was laid out since, or a whole answer with a receipt as
// its member "ontvangstbewijs". Nothing for anything else, unknown members included.
[[nodiscard]] std::optional<hub::model::receipt> read_receipt(std::string_view json);

// The answer of GET /v1/zegels. Nothing when a certificate is none, or when it goes by other names
// (kid, x5t#S256) than its own.
[[nodiscard]] std::optional<hub::vault::seal_trust> read_seals(std::string_view json);

}  // namespace adapters::formats::receipt
