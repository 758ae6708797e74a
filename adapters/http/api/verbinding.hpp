// The self-check: what the hub sees of this caller, and in words what is missing.
#pragma once

#include "adapters/http/api/parts.hpp"
#include "adapters/http/exchange/request.hpp"
#include "adapters/http/exchange/response.hpp"

#include <boost/asio/awaitable.hpp>

namespace adapters::http::api {

// Which listener is asked: the open one says what the main one would do.
enum class listener_kind { main, open };

// Answers any peer: with a certificate in order, with a faulted one, or (on the open listener)
// with none. Thread-safe; the parts outlive it.
class verbinding {
public:
    verbinding(const parts& given, listener_kind where) : parts_{given}, where_{where} {}

    [[nodiscard]] boost::asio::awaitable<exchange::response> show(exchange::request asked) const;

private:
    const parts& parts_;
    listener_kind where_;
};

}  // namespace adapters::http::api
