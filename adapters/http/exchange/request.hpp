// One request as a handler sees it: complete, bounded, with who asks.
#pragma once

#include "adapters/http/exchange/body_stream.hpp"
#include "adapters/http/exchange/headers.hpp"
#include "adapters/http/exchange/peer.hpp"
#include "adapters/http/exchange/target.hpp"
#include "hub/model/timestamp.hpp"

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace adapters::http::exchange {

struct request {
    std::string method;
    // Decoded path, for example "/v1/inzendingen/0190…".
    std::string path;
    std::vector<parameter> query;
    // What the route's template captured ({id}), by name.
    std::vector<parameter> captured;
    headers fields;
    std::string body;
    // Where the route takes its body in pieces; null elsewhere. Lives until the handler returns.
    incoming_body* pieces = nullptr;
    // Never null.
    std::shared_ptr<const exchange::peer> peer;
    std::string correlation_id;
    // The sender's trace continued, or a new one.
    std::string traceparent;
    hub::model::timestamp received_at;
    // Set by the handler's admit() and given back to its handle().
    std::size_t route = 0;

    // Empty when the template has no such name.
    [[nodiscard]] std::string_view capture(std::string_view name) const noexcept;
    [[nodiscard]] std::optional<std::string_view> parameter_of(std::string_view name
    ) const noexcept;
    [[nodiscard]] std::optional<std::string_view> header(std::string_view name) const noexcept {
        return fields.find(name);
    }
    // The media type of Content-Type in lower case without parameters; empty when there is none.
    [[nodiscard]] std::string media_type() const;
};

}  // namespace adapters::http::exchange
