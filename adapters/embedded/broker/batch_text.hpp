// The bytes of one published batch as they rest in the broker's file.
#pragma once

#include "hub/ports/broker.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace adapters::embedded::broker {

// All of one stream. The format's version stands in front.
[[nodiscard]] std::string encode_batch(const std::vector<hub::ports::delivered>& records);

// Nothing for bytes that encode_batch did not make.
[[nodiscard]] std::optional<std::vector<hub::ports::delivered>>
decode_batch(hub::model::stream stream, std::string_view bytes);

}  // namespace adapters::embedded::broker
