// Operators' words that data which was put back from a backup may be worked with.
#pragma once

#include "adapters/http/answering/refusing.hpp"
#include "adapters/http/console/parts.hpp"
#include "adapters/http/console/second_person.hpp"
#include "adapters/http/exchange/request.hpp"
#include "adapters/http/exchange/response.hpp"

#include <boost/asio/awaitable.hpp>

#include <string>

namespace adapters::http::console {

// Thread-safe. Only where parts.put_back is there.
class putting_back {
public:
    putting_back(parts& given, second_person& second) : parts_{given}, second_person_{second} {}

    [[nodiscard]] boost::asio::awaitable<exchange::response> go_on(exchange::request asked);

private:
    // In every log, so that each has its break record from now on.
    [[nodiscard]] hub::ports::async_result<void>
    record(std::string actor, std::string reason, std::string first);

    parts& parts_;
    second_person& second_person_;
    answering::refusals refuse_{parts_.telemetry};
};

}  // namespace adapters::http::console
