// The text of schemas/stuf/vertaling.tsv, built in.
#pragma once

#include <string_view>

namespace adapters::formats::stuf {

extern const std::string_view mapping_table;

}  // namespace adapters::formats::stuf
