// An edcLk01 that is read while it comes: its document leaves decoded, piece by piece, and what
// stays is the message around it.
#pragma once

#include "adapters/formats/stuf/decoder.hpp"
#include "hub/ports/message_form.hpp"

#include <cstddef>
#include <memory>
#include <string>

namespace adapters::formats::stuf {

// Everything outlives what is made with it.
struct arriving_parts {
    const decoder_options& options;
    coding how = coding::as_declared;
    // Without parameters.
    std::string media_type;
    const hub::ports::decoder& whole;
    const hub::ports::decoder& apart;
    // What is read at once: a sender that sends a byte at a time costs no more than another.
    std::size_t block_bytes = 32'768;
};

[[nodiscard]] std::unique_ptr<hub::ports::arriving_request> create_arriving(arriving_parts parts);

}  // namespace adapters::formats::stuf
