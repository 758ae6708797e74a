// The Maatwerkregister for those who may read it: search, and one entry.
#pragma once

#include "adapters/http/answering/refusing.hpp"
#include "adapters/http/api/parts.hpp"
#include "adapters/http/exchange/request.hpp"
#include "adapters/http/exchange/response.hpp"

#include <boost/asio/awaitable.hpp>

namespace adapters::http::api {

// Thread-safe; the parts outlive it.
class maatwerkregister {
public:
    explicit maatwerkregister(const parts& given) : parts_{given}, refuse_{given.telemetry} {}

    [[nodiscard]] boost::asio::awaitable<exchange::response> search(exchange::request asked) const;
    [[nodiscard]] boost::asio::awaitable<exchange::response> show(exchange::request asked) const;

private:
    // Only whether it may: the register has no part of its own per reader.
    [[nodiscard]] hub::model::decision<void> may_read(const exchange::request& asked) const;

    const parts& parts_;
    answering::refusals refuse_;
};

}  // namespace adapters::http::api
