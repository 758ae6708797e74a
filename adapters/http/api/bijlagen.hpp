// Documents: handing them in, in pieces, and giving them out to who may read them.
#pragma once

#include "adapters/http/answering/refusing.hpp"
#include "adapters/http/api/parts.hpp"
#include "adapters/http/exchange/request.hpp"
#include "adapters/http/exchange/response.hpp"
#include "hub/documents/documents.hpp"

#include <boost/asio/awaitable.hpp>

namespace adapters::http::api {

// Thread-safe; the parts outlive it.
class bijlagen {
public:
    explicit bijlagen(const parts& given) : parts_{given}, refuse_{given.telemetry} {}

    [[nodiscard]] boost::asio::awaitable<exchange::response> receive(exchange::request asked) const;
    // What the owner is told of its own.
    [[nodiscard]] boost::asio::awaitable<exchange::response> show(exchange::request asked) const;
    [[nodiscard]] boost::asio::awaitable<exchange::response> content(exchange::request asked) const;

private:
    // References are to the caller's own frame, which waits for it.
    [[nodiscard]] boost::asio::awaitable<hub::model::decision<hub::documents::document>>
    take(const exchange::request& asked, hub::documents::incoming_document& into) const;
    [[nodiscard]] boost::asio::awaitable<hub::model::decision<hub::documents::said_of_document>>
    take_form(
        const exchange::request& asked,
        std::string boundary,
        hub::documents::incoming_document& into
    ) const;
    [[nodiscard]] boost::asio::awaitable<hub::model::decision<hub::documents::said_of_document>>
    take_raw(const exchange::request& asked, hub::documents::incoming_document& into) const;
    [[nodiscard]] hub::model::decision<hub::documents::sender> sender_of(
        const exchange::request& asked
    ) const;

    const parts& parts_;
    answering::refusals refuse_;
};

}  // namespace adapters::http::api
