// Takes a JSON batch apart into the exact bytes of its events.
#pragma once

#include "hub/model/rejection.hpp"

#include <cstddef>
#include <string_view>
#include <vector>

namespace adapters::formats::cloudevents {

struct batch_limits {
    std::size_t bytes = 0;
    std::size_t events = 256;
};

// Views into the bytes, in order. The whole is checked to be JSON first.
[[nodiscard]] hub::model::decision<std::vector<std::string_view>>
split_batch(std::string_view bytes, batch_limits limits);

// Whether it may be one: what begins as a list is no event.
[[nodiscard]] bool begins_as_batch(std::string_view bytes) noexcept;

}  // namespace adapters::formats::cloudevents
