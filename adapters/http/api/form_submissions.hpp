// Handing in through another form than our own, and its dry run: the form reads and answers, intake
// decides.
#pragma once

#include "adapters/http/answering/refusing.hpp"
#include "adapters/http/api/parts.hpp"
#include "adapters/http/answering/rate_limit.hpp"
#include "adapters/http/exchange/request.hpp"
#include "adapters/http/exchange/response.hpp"
#include "hub/ports/message_form.hpp"

#include <boost/asio/awaitable.hpp>

#include <vector>

namespace adapters::http::api {

// Views live as long as the request.
[[nodiscard]] hub::ports::carried_request carried_of(const exchange::request& asked, hub::model::timestamp now);

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

private:
    // References are to the caller's own frame, which waits for it.
    [[nodiscard]] boost::asio::awaitable<hub::ports::message_outcome>
    take(hub::ports::carried_message& one, const exchange::request& asked) const;
    [[nodiscard]] boost::asio::awaitable<std::string>
    judge(hub::ports::carried_message& one, const exchange::request& asked) const;

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
    [[nodiscard]] exchange::response answer(
        const hub::ports::carried_messages& carried,
        const std::vector<hub::ports::message_outcome>& outcomes,
        const exchange::request& asked
    ) const;
    [[nodiscard]] exchange::response
    answer_alone(const hub::ports::message_outcome& outcome, const exchange::request& asked) const;

    const parts& parts_;
    const hub::ports::message_form& form_;
    answering::rate_limit& dry_runs_;
    answering::refusals refuse_;
};

}  // namespace adapters::http::api
