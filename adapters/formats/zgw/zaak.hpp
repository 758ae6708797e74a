// A zaak as a Zaken API gives it: the fields that schemas/zgw/vertaling.tsv names, and no others.
#pragma once

#include "adapters/formats/json/options.hpp"
#include "hub/ports/decoder.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace adapters::formats::zgw {

// An object with the named fields that have a value; what else the zaak holds is left out. Nothing
// for what is no JSON object, or larger than may be.
[[nodiscard]] std::optional<std::string>
mapped_part(std::string_view zaak, json::decoder_options options);

// Of such an object: an aanmelding with what is known. The caller gives it its id and casus.
[[nodiscard]] std::unique_ptr<hub::ports::decoder> create_zaak_decoder(json::decoder_options options
);

}  // namespace adapters::formats::zgw
