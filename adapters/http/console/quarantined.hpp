// What intake could not understand or route: see it, hand it in again, end it with two persons.
// Never its content.
#pragma once

#include "adapters/http/answering/refusing.hpp"
#include "adapters/http/console/parts.hpp"
#include "adapters/http/console/second_person.hpp"
#include "adapters/http/exchange/json_writer.hpp"
#include "adapters/http/exchange/request.hpp"
#include "adapters/http/exchange/response.hpp"

#include <boost/asio/awaitable.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace adapters::http::console {

// As it stands in paths, in the place of a consumer.
inline constexpr std::string_view quarantine_name = "quarantaine";
inline constexpr std::string_view intake_name = "intake";

// The member "quarantaine".
void write_quarantined(
    exchange::json_writer& json,
    const std::vector<hub::ports::quarantined>& found
);

// Thread-safe; the parts outlive it. Only used when the quarantine is there.
class quarantined {
public:
    quarantined(const parts& given, second_person& confirms)
        : parts_{given}, refuse_{given.telemetry}, second_person_{confirms} {}

    [[nodiscard]] boost::asio::awaitable<exchange::response> list(exchange::request asked) const;
    [[nodiscard]] boost::asio::awaitable<exchange::response> replay(exchange::request asked);
    // All that wait with a code, a form or a sender.
    [[nodiscard]] boost::asio::awaitable<exchange::response> replay_many(exchange::request asked);
    [[nodiscard]] boost::asio::awaitable<exchange::response> close(exchange::request asked);
    // The same acts on what intake parked.
    [[nodiscard]] boost::asio::awaitable<exchange::response> replay_parked(exchange::request asked);
    [[nodiscard]] boost::asio::awaitable<exchange::response> close_parked(exchange::request asked);

private:
    enum class room { quarantine, intake };
    [[nodiscard]] boost::asio::awaitable<exchange::response>
    replay_in(room where, exchange::request asked);
    [[nodiscard]] static std::string_view name_of(room where) noexcept;
    [[nodiscard]] hub::ports::async_result<void> end(
        room where,
        hub::model::message_id id,
        hub::instruments::consumer::ending as,
        std::string reason
    );
    [[nodiscard]] boost::asio::awaitable<exchange::response>
    close_in(room where, exchange::request asked);

    // References are to the caller's own frame, which waits for it.
    [[nodiscard]] hub::ports::async_result<hub::intake::quarantine_report> hand_in_again(
        room where,
        const exchange::request& asked,
        hub::model::message_id id,
        hub::instruments::consumer::execution how
    );

    const parts& parts_;
    answering::refusals refuse_;
    second_person& second_person_;
};

}  // namespace adapters::http::console
