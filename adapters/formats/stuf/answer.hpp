// What StUF answers: Bv03 for what was received, Fo03 or Fo02 in a SOAP fault for what was not.
#pragma once

#include "adapters/formats/stuf/envelope.hpp"
#include "hub/model/rejection.hpp"
#include "hub/ports/message_form.hpp"

namespace adapters::formats::stuf {

// The reference is the hub's own number of the answer.
[[nodiscard]] hub::ports::form_answer write_received(
    const envelope& asked,
    const hub::ports::answering_facts& facts,
    std::string_view reference
);

[[nodiscard]] hub::ports::form_answer write_fault(
    const envelope& asked,
    const hub::model::rejection& why,
    const hub::ports::answering_facts& facts
);

}  // namespace adapters::formats::stuf
