// The content of our own form where it stands inside another form, such as a CloudEvent's data.
#pragma once

#include "adapters/formats/json/options.hpp"
#include "hub/model/rejection.hpp"
#include "hub/model/words.hpp"
#include "hub/ports/decoder.hpp"

#include <simdjson.h>
#include <vector>

namespace adapters::formats::json {

// Fills in the message and the casus that it names; id, source and owner stand around it in the
// other form. Everything that is wrong, with JSON pointers from this value on. Throws
// std::invalid_argument for a type that organisations do not hand in.
[[nodiscard]] std::vector<hub::model::invalid_param> read_content(
    hub::model::message_type type,
    simdjson::dom::element value,
    bsn_check strictness,
    hub::ports::decoded_message& into
);

}  // namespace adapters::formats::json
