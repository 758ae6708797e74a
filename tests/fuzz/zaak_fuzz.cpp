// Any bytes as the zaak that a Zaken API gives: nothing of it is kept, or a part that is the same
// when taken again, and an aanmelding within the limits of our own form.
#include "adapters/formats/json/utf8.hpp"
#include "adapters/formats/zgw/zaak.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

namespace {

using namespace adapters::formats;

void demand(bool holds) {
    if (!holds) {
        std::abort();
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const auto decoder = zgw::create_zaak_decoder({});
    const auto part = zgw::mapped_part({reinterpret_cast<const char*>(data), size}, {});
    if (!part) {
        return 0;
    }
    demand(zgw::mapped_part(*part, {}) == part);
    const auto decoded = decoder->decode(*part);
    if (!decoded) {
        demand(!decoded.error().code.empty() && !decoded.error().words.empty());
        return 0;
    }
    const auto& aanmelding = decoded->message.aanmelding();
    demand(!aanmelding.kenmerk().empty() && json::utf8_characters(aanmelding.kenmerk()) <= 200);
    demand(json::utf8_characters(aanmelding.vraag()) <= 10'000);
    demand(json::utf8_characters(aanmelding.toelichting()) <= 10'000);
    return 0;
}
