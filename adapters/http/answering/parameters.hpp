// Query parameters as resources read them: known names only, whole numbers, pages.
#pragma once

#include "adapters/http/exchange/request.hpp"
#include "hub/model/rejection.hpp"

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

namespace adapters::http::answering {

// The refusal of one parameter; its name is the contract's, never what was sent.
[[nodiscard]] hub::model::rejection wrong_parameter(std::string_view name, std::string_view reason);

// Refuses parameters that the resource does not know, naming none of them.
[[nodiscard]] hub::model::decision<void>
only_parameters(const exchange::request& asked, std::initializer_list<std::string_view> known);

// A whole number of at most 18 digits, or the value for an absent one.
[[nodiscard]] hub::model::decision<std::uint64_t>
number_parameter(const exchange::request& asked, std::string_view name, std::uint64_t absent);

// The text of a parameter, empty when absent; longer than that many characters is refused.
[[nodiscard]] hub::model::decision<std::string>
text_parameter(const exchange::request& asked, std::string_view name, std::size_t longest);

struct page {
    std::uint64_t after = 0;
    std::size_t limit = 0;
};

// The parameters "na" and "maximum"; a maximum of 0 or above the largest is refused.
[[nodiscard]] hub::model::decision<page>
page_of(const exchange::request& asked, std::size_t usual, std::size_t largest);

}  // namespace adapters::http::answering
