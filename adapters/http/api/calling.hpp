// Who asks, for whom and with which paging: what most resources read from a request first.
#pragma once

#include "adapters/http/exchange/request.hpp"
#include "hub/access/caller.hpp"
#include "hub/access/organisation_directory.hpp"
#include "hub/model/rejection.hpp"
#include "hub/model/timestamp.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace adapters::http::api {

// The caller by today's table, for the owner that the parameter "namens" names. The certificate has
// been checked by the guard.
[[nodiscard]] hub::model::decision<hub::access::caller> caller_of(
    const exchange::request& asked,
    const hub::access::organisation_directory& organisations,
    hub::access::right what,
    hub::model::timestamp now
);

// Refuses parameters that the resource does not know, naming none of them.
[[nodiscard]] hub::model::decision<void>
only_parameters(const exchange::request& asked, std::initializer_list<std::string_view> known);

// A whole number of at most 18 digits, or the value for an absent one.
[[nodiscard]] hub::model::decision<std::uint64_t>
number_parameter(const exchange::request& asked, std::string_view name, std::uint64_t absent);

struct page {
    std::uint64_t after = 0;
    std::size_t limit = 0;
};

// The parameters "na" and "maximum"; a maximum of 0 or above the largest is refused.
[[nodiscard]] hub::model::decision<page>
page_of(const exchange::request& asked, std::size_t usual, std::size_t largest);

}  // namespace adapters::http::api
