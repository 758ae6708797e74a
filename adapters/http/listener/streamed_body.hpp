// The body of the request in hand as its handler takes it from the connection, piece by piece.
#pragma once

#include "adapters/http/exchange/body_stream.hpp"
#include "adapters/http/listener/message_parser.hpp"
#include "adapters/http/listener/precheck.hpp"
#include "adapters/http/listener/transport.hpp"

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

namespace adapters::http::listener {

// What of the connection it works with; all outlive it.
struct streamed_body_parts {
    listener::transport& transport;
    message_parser& parser;
    std::string& input;
    std::size_t header_bytes = 0;
    // What the handler has left once the body is there.
    std::chrono::milliseconds handler{0};
};

// Touched on the connection's thread only.
class streamed_body final : public exchange::incoming_body {
public:
    streamed_body(streamed_body_parts parts, const framing& frame);

    [[nodiscard]] std::optional<std::uint64_t> announced() const noexcept override {
        return announced_;
    }
    [[nodiscard]] boost::asio::awaitable<exchange::body_piece> next() override;

    // It came to its end, so that another request may follow it.
    [[nodiscard]] bool is_complete() const noexcept {
        return ended_ == exchange::body_piece::kind::end;
    }
    // It waits for its sender: what takes too long is told to the handler, not cut.
    [[nodiscard]] bool waits() const noexcept { return waits_; }

private:
    [[nodiscard]] exchange::body_piece end(exchange::body_piece::kind how);

    streamed_body_parts parts_;
    std::optional<std::uint64_t> announced_;
    std::optional<exchange::body_piece::kind> ended_;
    std::string piece_;
    bool has_body_;
    bool wants_continue_;
    bool waits_ = false;
};

}  // namespace adapters::http::listener
