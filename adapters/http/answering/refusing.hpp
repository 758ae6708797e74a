// How every resource refuses: status, problem+json and one count per code.
#pragma once

#include "adapters/http/exchange/request.hpp"
#include "adapters/http/exchange/response.hpp"
#include "hub/model/rejection.hpp"
#include "hub/ports/telemetry.hpp"

#include <boost/system/error_code.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace adapters::http::answering {

// The HTTP status that fits a rejection.
[[nodiscard]] unsigned status_of(const hub::model::rejection& why) noexcept;

// What a port's error means to a caller. Never the error's own text.
[[nodiscard]] hub::model::rejection rejection_of(const boost::system::error_code& error);

[[nodiscard]] hub::model::rejection rejected(std::string_view code, std::string_view words);
[[nodiscard]] hub::model::rejection
rejected(std::string_view code, std::string_view words, hub::model::invalid_param place);

// Answered for what does not exist and for what is not the caller's: the two can't be told apart.
[[nodiscard]] hub::model::rejection not_found();

class refusals {
public:
    explicit refusals(hub::ports::telemetry& counts) noexcept : counts_{counts} {}

    [[nodiscard]] exchange::response
    operator()(const hub::model::rejection& why, const exchange::request& asked) const;

    [[nodiscard]] exchange::response
    operator()(const boost::system::error_code& error, const exchange::request& asked) const {
        return (*this)(rejection_of(error), asked);
    }

private:
    hub::ports::telemetry& counts_;
};

// Refuses an Accept that leaves no room for JSON (406).
[[nodiscard]] std::optional<hub::model::rejection> check_accept(const exchange::request& asked);

// Whether Accept leaves room for this media type; without Accept everything is taken.
[[nodiscard]] bool accepts(const exchange::request& asked, std::string_view media_type);

// Whether Accept names exactly this media type.
[[nodiscard]] bool asks_for(const exchange::request& asked, std::string_view media_type);

// Refuses any body that is not plain application/json (415); the charset parameter is tolerated.
[[nodiscard]] std::optional<hub::model::rejection> check_content_type(const exchange::request& asked
);

}  // namespace adapters::http::answering
