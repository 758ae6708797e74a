// What a StUF system answers to a kennisgeving of ours.
#pragma once

#include "hub/ports/delivery_form.hpp"

namespace adapters::formats::stuf {

// Bv03: taken. Fo03 or Fo02 about the message itself: never; with plek server, or no StUF at all:
// later.
[[nodiscard]] hub::ports::receiver_said understand_answer(const hub::ports::receiver_answer& answer
);

}  // namespace adapters::formats::stuf
