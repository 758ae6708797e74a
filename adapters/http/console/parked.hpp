// Parked and waiting messages: see them, try them again, end them with two persons.
#pragma once

#include "adapters/http/answering/refusing.hpp"
#include "adapters/http/console/parts.hpp"
#include "adapters/http/console/second_person.hpp"
#include "adapters/http/exchange/request.hpp"
#include "adapters/http/exchange/response.hpp"

#include <boost/asio/awaitable.hpp>

#include <string_view>

namespace adapters::http::console {

// Thread-safe; the parts outlive it.
class parked {
public:
    parked(const parts& given, second_person& confirms)
        : parts_{given}, refuse_{given.telemetry}, second_person_{confirms} {}

    [[nodiscard]] boost::asio::awaitable<exchange::response> list(exchange::request asked) const;
    [[nodiscard]] boost::asio::awaitable<exchange::response> replay(exchange::request asked);
    [[nodiscard]] boost::asio::awaitable<exchange::response> close(exchange::request asked);

private:
    [[nodiscard]] hub::instruments::consumer::parked_desk* desk_of(std::string_view consumer) const;

    const parts& parts_;
    answering::refusals refuse_;
    second_person& second_person_;
};

}  // namespace adapters::http::console
