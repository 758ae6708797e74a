// Bodies that pass piece by piece, so that nobody holds them as a whole.
#pragma once

#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace adapters::http::exchange {

// What came of a body.
struct body_piece {
    enum class kind {
        bytes,
        // It was whole.
        end,
        too_large,
        // Its framing is wrong.
        broken,
        too_slow,
        // The sender is no longer there; nobody reads an answer.
        gone,
    };
    kind is = kind::end;
    // Until the next piece is asked for.
    std::string_view bytes{};
};

// The body of a request; used by its handler only, and no longer than that.
class incoming_body {
public:
    virtual ~incoming_body() = default;

    // What Content-Length says; nothing where it does not.
    [[nodiscard]] virtual std::optional<std::uint64_t> announced() const noexcept = 0;

    // After anything but bytes there is no more.
    [[nodiscard]] virtual boost::asio::awaitable<body_piece> next() = 0;
};

// The body of an answer; used by the listener once the handler has returned.
class outgoing_body {
public:
    virtual ~outgoing_body() = default;

    [[nodiscard]] virtual std::uint64_t size() const noexcept = 0;

    // Empty: that was all. Nothing: it can't go on, and the connection ends in the midst of it.
    [[nodiscard]] virtual boost::asio::awaitable<std::optional<std::string>> next() = 0;
};

}  // namespace adapters::http::exchange
