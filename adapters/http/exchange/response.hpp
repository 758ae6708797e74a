// One answer, and RFC 9457 problem+json made from a rejection.
#pragma once

#include "adapters/http/exchange/body_stream.hpp"
#include "adapters/http/exchange/request.hpp"
#include "hub/model/rejection.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace adapters::http::exchange {

// The headers that every answer has (API-Version, Pmm-Omgeving, security headers, correlation id,
// traceparent, Content-Length, Date) are the listener's; a handler adds what its answer needs
// besides.
struct response {
    enum class connection { keep, close };

    unsigned status = 200;
    // Empty: the answer has no body and no Content-Type.
    std::string content_type;
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;
    // In place of the body where it is not null.
    std::shared_ptr<outgoing_body> pieces{};
    connection after = connection::keep;
};

[[nodiscard]] response json_response(unsigned status, std::string body);

// The HTTP phrase of a status: "Not Found".
[[nodiscard]] std::string_view phrase(unsigned status) noexcept;

// problem+json: type, title, status, detail, code, correlatieId, invalidParams. A rejection of kind
// retry gets Retry-After.
[[nodiscard]] response
problem(unsigned status, const hub::model::rejection& why, std::string_view correlation_id);

[[nodiscard]] inline response
problem(unsigned status, const hub::model::rejection& why, const request& asked) {
    return problem(status, why, asked.correlation_id);
}

}  // namespace adapters::http::exchange
