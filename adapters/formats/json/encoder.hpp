// The canonical message as JSON text in the hub's own form, for whoever fetches it.
#pragma once

#include "hub/ports/encoder.hpp"

#include <memory>

namespace adapters::formats::json {

// Writes the content's fields only; what stood around it at hand-in is not part of it. A message
// without content is an empty object.
[[nodiscard]] std::unique_ptr<hub::ports::encoder> create_encoder();

}  // namespace adapters::formats::json
