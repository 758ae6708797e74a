// Brings a file to the schema that this binary knows.
#pragma once

#include "adapters/embedded/sqlite/connection.hpp"

#include <span>
#include <string_view>

namespace adapters::embedded::sqlite {

// Each version is the SQL that leads to it from the one before; the first makes an empty file's
// tables. What is missing runs in one transaction, after a verified backup beside the file when
// there was something in it. Throws start_failure, also when the file is of a newer schema than the
// last version: then nothing is touched.
void migrate(connection& file, std::span<const std::string_view> versions);

}  // namespace adapters::embedded::sqlite
