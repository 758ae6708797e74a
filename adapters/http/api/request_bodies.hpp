// Parses the small bodies of requests (claims, refusals, searches); hub/app implements it with the
// JSON decoders, which this folder may not include.
#pragma once

#include "hub/delivery/postvak_service.hpp"
#include "hub/instruments/register/register_service.hpp"
#include "hub/model/rejection.hpp"

#include <chrono>
#include <cstddef>
#include <string_view>

namespace adapters::http::api {

struct claim_body {
    std::size_t most = 10;
    std::chrono::seconds lease{60};
    std::chrono::seconds wait{0};
};

// Pure and thread-safe. A rejection names every place that is wrong, limits included; where every
// member is optional, empty text stands for {}.
class request_bodies {
public:
    virtual ~request_bodies() = default;

    // {"aantal"?, "leaseSeconden"?, "wachtSeconden"?}
    [[nodiscard]] virtual hub::model::decision<claim_body> claim(std::string_view bytes) const = 0;

    // {"code", "reden"}
    [[nodiscard]] virtual hub::model::decision<hub::delivery::refusal> refusal(
        std::string_view bytes
    ) const = 0;

    // {"organisatie"?, "leefgebied"?, "regio"?, "tekst"?, "soort"?, "maximum"?}
    [[nodiscard]] virtual hub::model::decision<hub::instruments::register_::register_query>
    register_search(std::string_view bytes) const = 0;

    // {}
    [[nodiscard]] virtual hub::model::decision<void> nothing(std::string_view bytes) const = 0;
};

}  // namespace adapters::http::api
