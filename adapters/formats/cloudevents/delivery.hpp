// Messages as they leave as CloudEvents (NL GOV 1.1): an event in JSON, or in HTTP headers.
#pragma once

#include "hub/ports/delivery_form.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace adapters::formats::cloudevents {

enum class content_mode { structured, binary };

// A page of a postvak is a batch in both.
[[nodiscard]] std::unique_ptr<hub::ports::delivery_form> create_delivery_form(content_mode mode);

// A value as the HTTP binding has it in a header: percent-encoded where it is no visible ASCII.
[[nodiscard]] std::string encode_header_value(std::string_view value);

}  // namespace adapters::formats::cloudevents
