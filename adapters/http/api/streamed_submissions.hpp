// Handing in, and its dry run, in a form that may bring a document within it: the body is read as
// it comes, and the document is sealed as it passes.
#pragma once

#include "adapters/http/answering/rate_limit.hpp"
#include "adapters/http/answering/refusing.hpp"
#include "adapters/http/api/form_submissions.hpp"
#include "adapters/http/api/parts.hpp"
#include "adapters/http/exchange/request.hpp"
#include "adapters/http/exchange/response.hpp"
#include "hub/documents/passing_sinks.hpp"
#include "hub/ports/message_form.hpp"

#include <boost/asio/awaitable.hpp>

#include <string>

namespace adapters::http::api {

// One form, where documents are kept. Thread-safe; the parts outlive it.
class streamed_submissions {
public:
    streamed_submissions(
        const parts& given,
        const hub::ports::message_form& form,
        answering::rate_limit& dry_runs
    );

    [[nodiscard]] boost::asio::awaitable<exchange::response> hand_in(exchange::request asked) const;
    [[nodiscard]] boost::asio::awaitable<exchange::response> check(exchange::request asked) const;

private:
    // References are to the caller's own frame, which waits for each of these.

    // A request that can't be taken, for what it says it is.
    [[nodiscard]] boost::asio::awaitable<exchange::response> refuse_kind(exchange::request& asked
    ) const;
    [[nodiscard]] std::unique_ptr<hub::ports::carried_messages>
    read(exchange::request& asked, std::string body) const;
    // What passed and could not be read, kept in quarantine.
    [[nodiscard]] boost::asio::awaitable<exchange::response> refuse_unread(
        const hub::ports::arriving_request& coming,
        hub::documents::passing& body,
        hub::documents::sealing_sink& sink,
        const exchange::request& asked
    ) const;
    [[nodiscard]] exchange::response refuse(
        const hub::ports::arriving_request& coming,
        const hub::model::rejection& why,
        const exchange::request& asked
    ) const;

    const parts& parts_;
    const hub::ports::message_form& form_;
    answering::rate_limit& dry_runs_;
    answering::refusals refuse_;
    form_submissions rest_;
};

}  // namespace adapters::http::api
