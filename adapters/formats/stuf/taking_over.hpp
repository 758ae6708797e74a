// Takes the elements of a kennisgeving over into the canonical message, by the mapping table.
#pragma once

#include "adapters/formats/json/options.hpp"
#include "adapters/formats/stuf/content_note.hpp"
#include "adapters/formats/stuf/envelope.hpp"
#include "adapters/formats/stuf/mapping.hpp"
#include "hub/model/rejection.hpp"
#include "hub/ports/decoder.hpp"

#include <vector>

namespace adapters::formats::stuf {

struct taking_over_options {
    json::bsn_check strictness = json::bsn_check::strict;
    document_place documents = document_place::within;
};

// For zakLk01 and edcLk01. Fills in message, casus reference, attachments, notices and the
// extension that lists what stays in the original only; everything that is wrong, with its XPath.
[[nodiscard]] std::vector<hub::model::invalid_param> take_over(
    const envelope& from,
    const mapping& table,
    taking_over_options options,
    hub::ports::decoded_message& into
);

}  // namespace adapters::formats::stuf
