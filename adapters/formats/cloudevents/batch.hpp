// Takes a JSON batch apart into the exact bytes of its events.
#pragma once

#include "hub/model/rejection.hpp"

#include <cstddef>
#include <string_view>
#include <vector>

namespace adapters::formats::cloudevents {

inline constexpr std::size_t most_events = 256;

// Views into the bytes, in order. The whole is checked to be JSON first.
[[nodiscard]] hub::model::decision<std::vector<std::string_view>>
split_batch(std::string_view bytes, std::size_t maximum_bytes);

}  // namespace adapters::formats::cloudevents
