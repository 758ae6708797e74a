// The canonical message as JSON text in the hub's own form, for whoever fetches it.
#pragma once

#include "schemas/pmm/v1/content.pb.h"

#include <string>

namespace adapters::formats::json {

// The content's fields only; what stood around it at hand-in is not part of it. An empty object
// when the message has no content.
[[nodiscard]] std::string encode(const pmm::v1::CanonicalMessage& message);

}  // namespace adapters::formats::json
