// What one StUF request carried, and how it is answered.
#pragma once

#include "adapters/formats/stuf/envelope.hpp"
#include "hub/ports/message_form.hpp"

#include <memory>

namespace adapters::formats::stuf {

[[nodiscard]] std::unique_ptr<hub::ports::carried_messages>
carry(envelope opened, hub::ports::carried_message one);

[[nodiscard]] std::unique_ptr<hub::ports::carried_messages>
carry_question(envelope opened, hub::model::decision<hub::ports::case_question> asked);

// A request that can't be taken at all, which our own words answer.
[[nodiscard]] std::unique_ptr<hub::ports::carried_messages> carry_nothing(hub::model::rejection why);

}  // namespace adapters::formats::stuf
