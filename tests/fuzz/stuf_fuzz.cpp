// Any bytes as a StUF message: refused in our own words with XPaths, or a message with a reference,
// and an answer that is XML itself.
#include "adapters/formats/stuf/answer.hpp"
#include "adapters/formats/stuf/decoder.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

namespace {

using namespace adapters::formats::stuf;

void demand(bool holds) {
    if (!holds) {
        std::abort();
    }
}

void check(std::string_view bytes, std::string_view charset) {
    static const decoder_options options;
    const auto opened = open_envelope(bytes, charset, options.limits);
    const auto decoded = decode_envelope(opened, options);
    const hub::ports::answering_facts facts{"01931b66", {}};
    if (decoded) {
        demand(!decoded->id.empty() && !decoded->source.empty());
        demand(read_xml(write_received(opened, facts, "1").body, "", {}).has_value());
        return;
    }
    demand(!decoded.error().code.empty() && !decoded.error().words.empty());
    for (const auto& one : decoded.error().invalid_params) {
        demand(one.name.starts_with('/') && !one.code.empty() && !one.reason.empty());
    }
    demand(read_xml(write_fault(opened, decoded.error(), facts).body, "", {}).has_value());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes{reinterpret_cast<const char*>(data), size};
    check(bytes, "");
    check(bytes, "ISO-8859-1");
    return 0;
}
