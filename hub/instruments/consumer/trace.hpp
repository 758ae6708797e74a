// W3C Trace Context of what a consumer does: the message's trace, a span of its own.
#pragma once

#include "hub/model/uuid.hpp"

#include <string>
#include <string_view>

namespace hub::instruments::consumer {

struct trace {
    // 32 and 16 hex digits.
    std::string trace_id;
    std::string span_id;

    [[nodiscard]] std::string traceparent() const;
};

// A traceparent that is none gives a trace named after the message. The span is the same each time
// that this consumer handles this message.
[[nodiscard]] trace
continue_trace(std::string_view traceparent, model::message_id message, std::string_view consumer);

}  // namespace hub::instruments::consumer
