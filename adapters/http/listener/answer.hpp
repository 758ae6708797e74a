// Writes the answer to a request as HTTP/1.1, with the headers that every answer has.
#pragma once

#include "adapters/http/exchange/response.hpp"
#include "adapters/http/listener/options.hpp"
#include "adapters/http/listener/precheck.hpp"

#include <chrono>
#include <string>
#include <string_view>

namespace adapters::http::listener {

inline constexpr std::string_view continue_100 = "HTTP/1.1 100 Continue\r\n\r\n";

enum class body_presence { send, leave_out };

// What differs from answer to answer besides the response itself.
struct answer_facts {
    std::string_view date;
    std::string_view correlation_id;
    std::string_view traceparent;
    persistence connection = persistence::keep;
    // An answer to HEAD has no body.
    body_presence body = body_presence::send;
};

// API-Version, Pmm-Omgeving and the security headers, made once per listener.
[[nodiscard]] std::string make_fixed_headers(const listener_options& options);

// IMF-fixdate.
[[nodiscard]] std::string http_date(std::chrono::sys_seconds time);

// Head and body in one piece, so that they leave in one write.
[[nodiscard]] std::string
write_answer(const exchange::response& answer, const answer_facts& facts, std::string_view fixed);

}  // namespace adapters::http::listener
