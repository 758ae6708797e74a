// JSON Schema (2020-12, as OpenAPI 3.1 takes it) of the tables.
#pragma once

#include "adapters/formats/json/field.hpp"
#include "adapters/formats/json/writer.hpp"

namespace adapters::formats::json {

enum class unknown_fields { refused, ignored };

// The schema of an object with the fields of one or two tables (content, and what stands around
// it); nested objects are references to components.
void write_schema(
    json_writer& writer,
    const object_table& table,
    const object_table* around,
    unknown_fields others
);

}  // namespace adapters::formats::json
