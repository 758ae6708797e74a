// Any bytes as a ZGW notification: refused in our own words, or an announcement about something.
#include "adapters/formats/json/utf8.hpp"
#include "adapters/formats/zgw/decoder.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const auto decoder = adapters::formats::zgw::create_decoder({});
    const std::string_view bytes{reinterpret_cast<const char*>(data), size};
    const auto decoded = decoder->decode(bytes);
    bool holds = true;
    if (!decoded) {
        holds = !decoded.error().code.empty() && !decoded.error().words.empty();
    } else {
        const auto& aanmelding = decoded->message.aanmelding();
        holds = decoded->announcement && !decoded->casus_reference.empty() &&
                decoded->extensions.contains("aanmaakdatum") && !aanmelding.kenmerk().empty() &&
                adapters::formats::json::utf8_characters(aanmelding.kenmerk()) <= 200;
    }
    if (!holds) {
        std::abort();
    }
    return 0;
}
