// POST /v1/stuf: a StUF-ZKN kennisgeving over SOAP 1.1 or 1.2, answered with Bv03, Fo03 or Fo02.
#pragma once

#include "adapters/formats/stuf/decoder.hpp"
#include "hub/ports/message_form.hpp"

#include <memory>

namespace adapters::formats::stuf {

[[nodiscard]] std::unique_ptr<hub::ports::message_form> create_form(decoder_options options);

}  // namespace adapters::formats::stuf
