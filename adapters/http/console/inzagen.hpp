// The one door to content: an operator asks, another one approves, and the first gets it for a
// while.
#pragma once

#include "adapters/http/answering/rate_limit.hpp"
#include "adapters/http/answering/refusing.hpp"
#include "adapters/http/console/parts.hpp"
#include "adapters/http/exchange/request.hpp"
#include "adapters/http/exchange/response.hpp"

#include <boost/asio/awaitable.hpp>

#include <optional>

namespace adapters::http::console {

// Thread-safe; the parts outlive it. Only used when the desk is there. Whether somebody may is
// decided by hub/inzage; here only how often.
class inzagen {
public:
    explicit inzagen(const parts& given)
        : parts_{given}, refuse_{given.telemetry}, rate_{given.inzage_steps_per_minute} {}

    [[nodiscard]] boost::asio::awaitable<exchange::response> list(exchange::request asked) const;
    [[nodiscard]] boost::asio::awaitable<exchange::response> show(exchange::request asked) const;
    [[nodiscard]] boost::asio::awaitable<exchange::response> ask(exchange::request asked);
    [[nodiscard]] boost::asio::awaitable<exchange::response> approve(exchange::request asked);
    // By who asked it is withdrawn, by another turned down.
    [[nodiscard]] boost::asio::awaitable<exchange::response> end(exchange::request asked);
    // The content itself.
    [[nodiscard]] boost::asio::awaitable<exchange::response> look(exchange::request asked);

private:
    [[nodiscard]] std::optional<hub::model::rejection> too_often(const exchange::request& asked);
    [[nodiscard]] exchange::response answer(
        const hub::model::decision<hub::inzage::inzage_request>& one,
        const exchange::request& asked
    ) const;

    const parts& parts_;
    answering::refusals refuse_;
    answering::rate_limit rate_;
};

}  // namespace adapters::http::console
