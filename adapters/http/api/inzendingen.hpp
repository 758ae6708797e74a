// What became of anything handed in: its state and history, and its receipt.
#pragma once

#include "adapters/http/answering/refusing.hpp"
#include "adapters/http/api/parts.hpp"
#include "adapters/http/exchange/request.hpp"
#include "adapters/http/exchange/response.hpp"

#include <boost/asio/awaitable.hpp>

#include <memory>
#include <vector>

namespace adapters::http::api {

// Thread-safe; the parts outlive it.
class inzendingen {
public:
    explicit inzendingen(const parts& given) : parts_{given}, refuse_{given.telemetry} {}

    [[nodiscard]] boost::asio::awaitable<exchange::response> show(exchange::request asked) const;
    [[nodiscard]] boost::asio::awaitable<exchange::response> search(exchange::request asked) const;
    [[nodiscard]] boost::asio::awaitable<exchange::response> receipt(exchange::request asked) const;
    // Exactly the bytes that were handed in, in the content type that they came in.
    [[nodiscard]] boost::asio::awaitable<exchange::response> original(exchange::request asked
    ) const;

private:
    using found = hub::model::decision<std::vector<hub::ports::stored_message>>;

    // An original that was sealed as a document.
    [[nodiscard]] boost::asio::awaitable<
        hub::model::decision<std::unique_ptr<hub::documents::outgoing_document>>>
    open_whole(hub::model::oin owner, hub::model::document_id id) const;
    [[nodiscard]] hub::model::decision<hub::access::caller> caller(const exchange::request& asked
    ) const;
    [[nodiscard]] boost::asio::awaitable<found>
    by_id(hub::access::caller who, std::string source, std::string id) const;

    const parts& parts_;
    answering::refusals refuse_;
};

}  // namespace adapters::http::api
