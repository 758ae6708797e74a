// What StUF answers: Bv03 for what was received, Fo03 or Fo02 in a SOAP fault for what was not.
#pragma once

#include "adapters/formats/stuf/envelope.hpp"
#include "hub/model/rejection.hpp"
#include "hub/ports/message_form.hpp"

#include <string>
#include <string_view>

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

// Stuurgegevens of an answer in the sector's namespace, and an answer that is no fault around its
// body.
void append_answer_head(
    std::string& to,
    std::string_view code,
    const envelope& asked,
    const hub::ports::answering_facts& facts
);
[[nodiscard]] hub::ports::form_answer write_answer(const envelope& asked, const std::string& body);

}  // namespace adapters::formats::stuf
