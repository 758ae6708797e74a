// Takes the stuurgegevens of a message over: who sends it to whom, when, and under which reference.
#pragma once

#include "adapters/formats/stuf/decoder.hpp"
#include "adapters/formats/stuf/envelope.hpp"
#include "hub/model/rejection.hpp"
#include "hub/ports/decoder.hpp"

#include <vector>

namespace adapters::formats::stuf {

// Everything that is wrong, with its XPath.
[[nodiscard]] std::vector<hub::model::invalid_param>
read_head(const envelope& from, const decoder_options& options, hub::ports::decoded_message& into);

}  // namespace adapters::formats::stuf
