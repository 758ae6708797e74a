// POST /v1/events: which of the three modes a request has, and how its events are answered.
#pragma once

#include "adapters/formats/json/options.hpp"
#include "hub/ports/message_form.hpp"

#include <memory>

namespace adapters::formats::cloudevents {

[[nodiscard]] std::unique_ptr<hub::ports::message_form> create_form(json::decoder_options options);

}  // namespace adapters::formats::cloudevents
