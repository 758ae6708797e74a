// The seal certificates as JSON, the same for organisations and for operators.
#pragma once

#include "adapters/http/exchange/json_writer.hpp"
#include "hub/vault/es256.hpp"

#include <span>

namespace adapters::http::answering {

// Adds the member "zegels".
void write_seals(exchange::json_writer& json, std::span<const hub::vault::seal_certificate> seals);

}  // namespace adapters::http::answering
