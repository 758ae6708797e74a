// A request's body on its way past whatever takes the document within it.
#pragma once

#include "hub/model/rejection.hpp"
#include "hub/ports/message_form.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace hub::documents {

// Where a body comes from. Used by one coroutine at a time.
class passing_source {
public:
    virtual ~passing_source() = default;

    // Until the next piece is asked for; empty: that was all.
    [[nodiscard]] virtual boost::asio::awaitable<model::decision<std::string_view>> next() = 0;
};

// Takes what passes. Used by one coroutine at a time.
class passing_sink {
public:
    virtual ~passing_sink() = default;

    // A document begins, and an earlier one counts no longer; `body` is all that passed so far.
    [[nodiscard]] virtual boost::asio::awaitable<model::decision<void>>
    begin(const ports::arriving_request& coming, std::string_view body) = 0;
    // The form reads no further: only the body counts from here on. `body` is all that passed so
    // far where nothing began before.
    [[nodiscard]] virtual boost::asio::awaitable<model::decision<void>>
    begin_unread(const ports::arriving_request& coming, std::string_view body) = 0;
    // From then on.
    [[nodiscard]] virtual boost::asio::awaitable<model::decision<void>> add_body(
        std::string_view piece
    ) = 0;
    [[nodiscard]] virtual boost::asio::awaitable<model::decision<void>> add_document(
        std::string_view piece
    ) = 0;
};

// Used by one coroutine; everything given outlives it.
class passing {
public:
    // Holds this much of a body.
    static constexpr std::size_t most_held = 1'048'576;

    passing(ports::arriving_request& coming, passing_sink& sink) noexcept
        : coming_{coming}, sink_{sink} {}

    // Until its end; what can't be read passes all the same. Codes of the source and of the sink,
    // te_groot.
    [[nodiscard]] boost::asio::awaitable<model::decision<void>> run(passing_source& body);

    // Whether the sink has the body. Otherwise it is held as a whole, and is to be read as one.
    [[nodiscard]] bool is_with_sink() const noexcept { return with_sink_; }
    // Why the form could not read what the sink has.
    [[nodiscard]] const std::optional<model::rejection>& unread() const noexcept { return unread_; }

    // All of it; empty where it is more than may be held.
    [[nodiscard]] std::string& held() noexcept { return held_; }

private:
    [[nodiscard]] boost::asio::awaitable<model::decision<void>> pass(std::string_view piece);
    [[nodiscard]] boost::asio::awaitable<model::decision<void>> take_over();
    [[nodiscard]] boost::asio::awaitable<model::decision<void>> give_up_reading(model::rejection why
    );
    [[nodiscard]] boost::asio::awaitable<model::decision<void>> hold(std::string_view piece);

    ports::arriving_request& coming_;
    passing_sink& sink_;
    std::string held_;
    enum class holding { all, nothing } holds_ = holding::all;
    bool with_sink_ = false;
    std::optional<model::rejection> unread_;
    std::size_t documents_ = 0;
};

}  // namespace hub::documents
