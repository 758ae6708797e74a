// The decoders of the hub's own form: JSON bytes to the canonical message.
#pragma once

#include "adapters/formats/json/options.hpp"
#include "hub/model/words.hpp"
#include "hub/ports/decoder.hpp"

#include <memory>

namespace adapters::formats::json {

// For the types that organisations hand in: aanmelding, signaal, bericht, registermutatie (an
// escalatie is a bericht). Throws std::invalid_argument for any other.
[[nodiscard]] std::unique_ptr<hub::ports::decoder>
create_decoder(hub::model::message_type type, decoder_options options);

}  // namespace adapters::formats::json
