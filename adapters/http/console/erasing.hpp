// Operators' words that a casus is to be erased, and that it is not after all.
#pragma once

#include "adapters/http/answering/refusing.hpp"
#include "adapters/http/console/parts.hpp"
#include "adapters/http/console/second_person.hpp"
#include "adapters/http/exchange/request.hpp"
#include "adapters/http/exchange/response.hpp"

#include <boost/asio/awaitable.hpp>

#include <string>

namespace adapters::http::console {

// Thread-safe. Only where parts.erasure is there.
class erasing {
public:
    erasing(parts& given, second_person& second) : parts_{given}, second_person_{second} {}

    [[nodiscard]] boost::asio::awaitable<exchange::response> list(exchange::request asked) const;
    // Takes two; what is announced waits for its day.
    [[nodiscard]] boost::asio::awaitable<exchange::response> erase(exchange::request asked);
    // Takes one: nothing is lost by it.
    [[nodiscard]] boost::asio::awaitable<exchange::response> withdraw(exchange::request asked);

private:
    // References are to the caller's own frame, which waits.
    [[nodiscard]] boost::asio::awaitable<exchange::response>
    announce(const exchange::request& asked, hub::model::casus_id casus, std::string reason);
    [[nodiscard]] exchange::response
    refuse(const boost::system::error_code& why, const exchange::request& asked) const;

    parts& parts_;
    second_person& second_person_;
    answering::refusals refuse_{parts_.telemetry};
};

}  // namespace adapters::http::console
