// The text of schemas/zgw/vertaling.tsv, built in.
#pragma once

#include <string_view>

namespace adapters::formats::zgw {

extern const std::string_view zaak_table;

}  // namespace adapters::formats::zgw
