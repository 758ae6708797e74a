// An event in binary mode as text: its ce- headers and Content-Type, one a line, an empty line, and
// the body byte for byte. This text is what is kept as the original.
#pragma once

#include "adapters/formats/cloudevents/attributes.hpp"
#include "hub/ports/message_form.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace adapters::formats::cloudevents {

// True when a header of the request carries an attribute.
[[nodiscard]] bool has_attributes(const hub::ports::carried_request& carried) noexcept;

[[nodiscard]] std::string write_http_event(const hub::ports::carried_request& carried);

struct http_event {
    std::vector<attribute> attributes;
    std::string_view body;
};

// Views live as long as the text. Faults for wrong names and encodings; nothing when it is no such
// text at all.
[[nodiscard]] std::optional<http_event> read_http_event(std::string_view text, fault_list& faults);

// The value of a header as the HTTP binding has it: quotes taken off, percent-encoding undone once.
// Nothing for what is not well encoded.
[[nodiscard]] std::optional<std::string> decode_header_value(std::string_view value);

}  // namespace adapters::formats::cloudevents
