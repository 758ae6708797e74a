// The operators' page: three fixed files that use the same API as pmm-hubctl.
#pragma once

#include "adapters/http/exchange/request.hpp"
#include "adapters/http/exchange/response.hpp"

#include <boost/asio/awaitable.hpp>

#include <array>
#include <string_view>

namespace adapters::http::console {

inline constexpr std::array<std::string_view, 3> page_paths{"/", "/pmm.css", "/pmm.js"};

// One of these paths. Nothing of others may run in the page or be loaded by it.
[[nodiscard]] boost::asio::awaitable<exchange::response> show_page(exchange::request asked);

}  // namespace adapters::http::console
