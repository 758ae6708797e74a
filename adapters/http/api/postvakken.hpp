// The postvakken of organisations: list, claim, acknowledge, refuse.
#pragma once

#include "adapters/http/answering/refusing.hpp"
#include "adapters/http/api/parts.hpp"
#include "adapters/http/exchange/request.hpp"
#include "adapters/http/exchange/response.hpp"

#include <boost/asio/awaitable.hpp>

namespace adapters::http::api {

// Thread-safe; the parts outlive it.
class postvakken {
public:
    explicit postvakken(const parts& given) : parts_{given}, refuse_{given.telemetry} {}

    // The postvakken that this certificate may read.
    [[nodiscard]] boost::asio::awaitable<exchange::response> show(exchange::request asked) const;
    // Reading changes nothing.
    [[nodiscard]] boost::asio::awaitable<exchange::response> list(exchange::request asked) const;
    // One message in our own form; reading changes nothing.
    [[nodiscard]] boost::asio::awaitable<exchange::response> read(exchange::request asked) const;
    // Claims work for a while; waits for it at most as long as asked.
    [[nodiscard]] boost::asio::awaitable<exchange::response> claim(exchange::request asked) const;
    [[nodiscard]] boost::asio::awaitable<exchange::response> acknowledge(exchange::request asked
    ) const;
    [[nodiscard]] boost::asio::awaitable<exchange::response> refuse(exchange::request asked) const;
    // What a message that lies there refers to, in pieces.
    [[nodiscard]] boost::asio::awaitable<exchange::response> document(exchange::request asked
    ) const;

private:
    struct place {
        hub::model::oin postvak;
        hub::model::message_id message;
    };

    // The caller's own postvak in the path; every other reads as one that is not there.
    [[nodiscard]] hub::model::decision<hub::model::oin> postvak_of(const exchange::request& asked
    ) const;
    [[nodiscard]] hub::model::decision<place> place_of(const exchange::request& asked) const;
    // How a page is written: in the form of the organisation's configuration, or in our own where
    // that is asked for by its name.
    struct page_form {
        // Null: our own.
        const hub::ports::delivery_form* form = nullptr;
        std::string_view content_type;
    };
    [[nodiscard]] hub::model::decision<page_form>
    form_of(const hub::model::oin& postvak, const exchange::request& asked) const;
    [[nodiscard]] exchange::response answer(
        const hub::model::oin& postvak,
        const page_form& form,
        const std::vector<hub::delivery::postvak_message>& messages,
        std::size_t limit
    ) const;
    void report(const std::vector<hub::delivery::postvak_message>& messages) const;
    [[nodiscard]] exchange::response
    refused(const boost::system::error_code& error, const exchange::request& asked) const;

    const parts& parts_;
    answering::refusals refuse_;
};

}  // namespace adapters::http::api
