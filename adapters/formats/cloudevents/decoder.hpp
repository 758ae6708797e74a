// The decoders of CloudEvents: an event in JSON, and one in HTTP headers with its data as body.
#pragma once

#include "adapters/formats/json/options.hpp"
#include "hub/ports/decoder.hpp"

#include <memory>

namespace adapters::formats::cloudevents {

// One JSON object (structured mode, and the elements of a batch).
[[nodiscard]] std::unique_ptr<hub::ports::decoder> create_json_decoder(json::decoder_options options
);

// The text of http_event.hpp (binary mode).
[[nodiscard]] std::unique_ptr<hub::ports::decoder> create_http_decoder(json::decoder_options options
);

}  // namespace adapters::formats::cloudevents
