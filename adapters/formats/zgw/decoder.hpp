// The decoder of one notification. Its id is the digest of the exact bytes: the form has none.
#pragma once

#include "adapters/formats/json/options.hpp"
#include "hub/ports/decoder.hpp"

#include <memory>

namespace adapters::formats::zgw {

// kenmerken: so many at most, and so long each.
inline constexpr std::size_t most_kenmerken = 64;
inline constexpr std::size_t longest_value = 1000;

[[nodiscard]] std::unique_ptr<hub::ports::decoder> create_decoder(json::decoder_options options);

}  // namespace adapters::formats::zgw
