// Messages as operators see them: search by what is not sensitive, and one message's way step by
// step. Never their content.
#pragma once

#include "adapters/http/answering/refusing.hpp"
#include "adapters/http/console/parts.hpp"
#include "adapters/http/exchange/json_writer.hpp"
#include "adapters/http/exchange/request.hpp"
#include "adapters/http/exchange/response.hpp"

#include <boost/asio/awaitable.hpp>

namespace adapters::http::console {

void write_message(exchange::json_writer& json, const hub::ports::stored_message& message);

// Thread-safe; the parts outlive it. Only made when the store is there.
class messages {
public:
    explicit messages(const parts& given) : parts_{given}, refuse_{given.telemetry} {}

    [[nodiscard]] boost::asio::awaitable<exchange::response> search(exchange::request asked) const;
    // By the sender's own reference, which may be sensitive and so is never in an address.
    [[nodiscard]] boost::asio::awaitable<exchange::response> by_reference(exchange::request asked
    ) const;
    [[nodiscard]] boost::asio::awaitable<exchange::response> show(exchange::request asked) const;

private:
    const parts& parts_;
    answering::refusals refuse_;
};

}  // namespace adapters::http::console
