// A request's body on its way past whatever takes the document within it.
#pragma once

#include "adapters/http/exchange/body_stream.hpp"
#include "hub/model/rejection.hpp"
#include "hub/ports/message_form.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace adapters::http::api {

// Takes what passes. Used by one coroutine at a time.
class passing_sink {
public:
    virtual ~passing_sink() = default;

    // A document begins, and an earlier one counts no longer; `body` is all that passed so far.
    [[nodiscard]] virtual boost::asio::awaitable<hub::model::decision<void>>
    begin(const hub::ports::arriving_request& coming, std::string_view body) = 0;
    // From then on.
    [[nodiscard]] virtual boost::asio::awaitable<hub::model::decision<void>> add_body(
        std::string_view piece
    ) = 0;
    [[nodiscard]] virtual boost::asio::awaitable<hub::model::decision<void>> add_document(
        std::string_view piece
    ) = 0;
};

// Used by one coroutine; everything given outlives it.
class passing {
public:
    // Holds this much of a body.
    static constexpr std::size_t most_held = 1'048'576;

    passing(hub::ports::arriving_request& coming, passing_sink& sink) noexcept
        : coming_{coming}, sink_{sink} {}

    // Until its end. A body without a document that can't be read passes all the same: it is read,
    // and refused, as a whole. Codes of the form and of the sink, te_groot, inhoud_te_traag,
    // inhoud_ongeldig.
    [[nodiscard]] boost::asio::awaitable<hub::model::decision<void>> run(
        exchange::incoming_body& body
    );

    // All of it; empty where it is more than may be held.
    [[nodiscard]] std::string& held() noexcept { return held_; }

private:
    [[nodiscard]] boost::asio::awaitable<hub::model::decision<void>> pass(std::string_view piece);
    [[nodiscard]] hub::model::decision<void> hold(std::string_view piece);

    hub::ports::arriving_request& coming_;
    passing_sink& sink_;
    std::string held_;
    enum class holding { all, nothing } holds_ = holding::all;
    enum class reading { goes_on, failed } reads_ = reading::goes_on;
    std::size_t documents_ = 0;
};

}  // namespace adapters::http::api
