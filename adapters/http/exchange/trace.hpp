// W3C Trace Context and correlation ids.
#pragma once

#include <string>
#include <string_view>

namespace adapters::http::exchange {

// True for a traceparent of version 00 with a trace id and a parent id that are not zero.
[[nodiscard]] bool is_traceparent(std::string_view text) noexcept;

// Continues a valid traceparent with a span of our own, or starts a new sampled trace.
[[nodiscard]] std::string continue_trace(std::string_view received);

// UUIDv7 text.
[[nodiscard]] std::string make_correlation_id();

}  // namespace adapters::http::exchange
