// Settings of the decoders of this form.
#pragma once

#include <cstddef>

namespace adapters::formats::json {

enum class bsn_check {
    // A BSN has to pass the elfproef; the only choice in production.
    strict,
    // Eight or nine digits are enough: official sample files hold numbers that fail.
    lenient,
};

struct decoder_options {
    bsn_check bsn = bsn_check::strict;
    std::size_t maximum_bytes = 1024UL * 1024UL;
};

}  // namespace adapters::formats::json
