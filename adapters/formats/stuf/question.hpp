// zakLv01: what is asked about a zaak, and the zakLa01 that answers it.
#pragma once

#include "adapters/formats/stuf/decoder.hpp"
#include "adapters/formats/stuf/envelope.hpp"
#include "hub/model/rejection.hpp"
#include "hub/ports/message_form.hpp"

#include <string_view>

namespace adapters::formats::stuf {

// Of any message whose name says that it asks.
[[nodiscard]] bool is_question(const envelope& from) noexcept;

// Code vraag_niet_beantwoord for what the hub does not answer, and those of stuurgegevens.
[[nodiscard]] hub::model::decision<hub::ports::case_question>
read_question(const envelope& from, const decoder_options& options);

[[nodiscard]] hub::ports::form_answer write_case(
    const envelope& asked,
    std::string_view identification,
    const hub::ports::known_case& known,
    const hub::ports::answering_facts& facts
);

}  // namespace adapters::formats::stuf
