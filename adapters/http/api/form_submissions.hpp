// Handing in through another form than our own, and its dry run: the form reads and answers, intake
// decides.
#pragma once

#include "adapters/http/answering/rate_limit.hpp"
#include "adapters/http/answering/refusing.hpp"
#include "adapters/http/api/parts.hpp"
#include "adapters/http/exchange/request.hpp"
#include "adapters/http/exchange/response.hpp"
#include "hub/intake/sealing.hpp"
#include "hub/ports/message_form.hpp"

#include <boost/asio/awaitable.hpp>

#include <optional>
#include <vector>

namespace adapters::http::api {

// Views live as long as the request.
[[nodiscard]] hub::ports::carried_request
carried_of(const exchange::request& asked, hub::model::timestamp now);

// One form. Thread-safe; the parts outlive it.
class form_submissions {
public:
    form_submissions(
        const parts& given,
        const hub::ports::message_form& form,
        answering::rate_limit& dry_runs
    );

    [[nodiscard]] boost::asio::awaitable<exchange::response> hand_in(exchange::request asked) const;
    [[nodiscard]] boost::asio::awaitable<exchange::response> check(exchange::request asked) const;

    // References are to the caller's own frame, which waits for each of these.

    // What was read of the request already.
    [[nodiscard]] boost::asio::awaitable<exchange::response>
    hand_in_read(hub::ports::carried_messages& carried, const exchange::request& asked) const;
    [[nodiscard]] boost::asio::awaitable<exchange::response>
    check_read(hub::ports::carried_messages& carried, const exchange::request& asked) const;
    // The same for one message, of which all passed already; says what became of it.
    [[nodiscard]] boost::asio::awaitable<hub::ports::message_outcome> take_passed(
        hub::ports::carried_message& one,
        hub::intake::original_apart apart,
        const exchange::request& asked
    ) const;
    // Why what passed could not be read, and whether it is kept.
    [[nodiscard]] boost::asio::awaitable<hub::model::rejection> keep_passed(
        hub::model::rejection why,
        hub::intake::original_apart apart,
        const exchange::request& asked
    ) const;
    [[nodiscard]] exchange::response answer(
        const hub::ports::carried_messages& carried,
        const std::vector<hub::ports::message_outcome>& outcomes,
        const exchange::request& asked
    ) const;

private:
    using maybe_apart = std::optional<hub::intake::original_apart>;

    [[nodiscard]] boost::asio::awaitable<exchange::response> answer_question(
        const hub::ports::carried_messages& carried,
        const hub::model::decision<hub::ports::case_question>& question,
        const exchange::request& asked
    ) const;
    [[nodiscard]] boost::asio::awaitable<hub::ports::message_outcome>
    take(hub::ports::carried_message& one, maybe_apart apart, const exchange::request& asked) const;
    [[nodiscard]] boost::asio::awaitable<std::string> judge(
        hub::ports::carried_message& one,
        hub::intake::rehearsed& before,
        const exchange::request& asked
    ) const;

    // Has what an announcement refers to fetched, where that was agreed; never waits for it.
    void complete(
        hub::intake::announced_case announced,
        const hub::intake::acceptance& accepted,
        const exchange::request& asked
    ) const;
    // Gives it the id under which the same message came earlier, where its form has no id.
    [[nodiscard]] boost::asio::awaitable<void>
    recognise(hub::ports::carried_message& one, const hub::model::oin& owner) const;

    [[nodiscard]] hub::model::decision<hub::access::caller>
    caller_for(const hub::ports::decoded_message& decoded, const exchange::request& asked) const;
    [[nodiscard]] exchange::response
    answer_alone(const hub::ports::message_outcome& outcome, const exchange::request& asked) const;

    const parts& parts_;
    const hub::ports::message_form& form_;
    answering::rate_limit& dry_runs_;
    answering::refusals refuse_;
};

}  // namespace adapters::http::api
