// The decoder of StUF-ZKN kennisgevingen: zakLk01 and edcLk01 in a SOAP envelope.
#pragma once

#include "adapters/formats/json/options.hpp"
#include "adapters/formats/stuf/content_note.hpp"
#include "adapters/formats/stuf/envelope.hpp"
#include "hub/model/oin.hpp"
#include "hub/model/rejection.hpp"
#include "hub/ports/decoder.hpp"

#include <memory>
#include <string_view>
#include <vector>

namespace adapters::formats::stuf {

struct decoder_options {
    json::bsn_check bsn = json::bsn_check::strict;
    xml_limits limits{};
    // The OINs that a message for the hub may be addressed to.
    std::vector<hub::model::oin> addressees{};
    document_place documents = document_place::within;
};

// How the sender said that the bytes are coded; with Content-Type it wins from the XML declaration.
enum class coding { as_declared, latin1 };

[[nodiscard]] std::unique_ptr<hub::ports::decoder>
create_decoder(decoder_options options, coding how);

// From an envelope that was opened already.
[[nodiscard]] hub::model::decision<hub::ports::decoded_message>
decode_envelope(const envelope& from, const decoder_options& options);

}  // namespace adapters::formats::stuf
