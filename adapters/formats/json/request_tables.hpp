// The tables of the small bodies, for the OpenAPI document.
#pragma once

#include "adapters/formats/json/field.hpp"

namespace adapters::formats::json {

extern const object_table uitgifte_table;
extern const object_table bevestiging_table;
extern const object_table weigering_table;
extern const object_table zoek_table;

}  // namespace adapters::formats::json
