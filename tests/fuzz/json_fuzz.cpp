// Any bytes: every decoder of the JSON form either refuses in its own words, or yields a message
// that its own text brings back; and the reader of large texts sees in them what the library's
// parser sees.
#include "adapters/formats/json/decoder.hpp"
#include "adapters/formats/json/encoder.hpp"
#include "adapters/formats/json/large_text.hpp"
#include "adapters/formats/json/requests.hpp"
#include "adapters/formats/json/syntax.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>

namespace {

using namespace adapters::formats::json;
using hub::model::message_type;

void demand(bool holds) {
    if (!holds) {
        std::abort();
    }
}

void check_refusal(const hub::model::rejection& why) {
    demand(!why.code.empty() && !why.words.empty());
    demand(why.invalid_params.empty() == (why.code != "bericht_ongeldig"));
    for (const auto& each : why.invalid_params) {
        demand(each.name.empty() || each.name.front() == '/');
        demand(!each.code.empty() && !each.reason.empty());
    }
}

void check_message(const hub::ports::decoder& decoder, std::string_view bytes) {
    const auto first = decoder.decode(bytes);
    if (!first) {
        check_refusal(first.error());
        return;
    }
    demand(!first->id.empty());
    const auto encoder = create_encoder();
    std::string text = encoder->encode(first->message);
    const bool in_casus = decoder.form() == "json/bericht/v1";
    text.pop_back();
    text += in_casus ? R"(,"id":"1","casusKenmerk":"c"})" : R"(,"id":"1"})";
    const auto second = decoder.decode(text);
    // The text of a message at the very limit may be longer than the limit.
    demand(second.has_value() || second.error().code == "te_groot");
    demand(!second || encoder->encode(second->message) == encoder->encode(first->message));
}

void check_large(std::string_view bytes) {
    const auto small = parse_json(bytes, bytes.size());
    simdjson::dom::document document;
    const bool read = read_large_text(bytes, document) == simdjson::SUCCESS;
    demand(read == small.has_value());
    demand(!read || simdjson::minify(document.root()) == simdjson::minify(small->root));
}

template <class Result>
void check_request(const Result& decided) {
    if (!decided) {
        check_refusal(decided.error());
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const std::array decoders{
        create_decoder(message_type::aanmelding, {}),
        create_decoder(message_type::signaal, {}),
        create_decoder(message_type::bericht, {}),
        create_decoder(message_type::registermutatie, {.bsn = bsn_check::lenient}),
    };
    const std::string_view bytes{reinterpret_cast<const char*>(data), size};
    for (const auto& decoder : decoders) {
        check_message(*decoder, bytes);
    }
    check_large(bytes);
    check_request(decode_uitgifte(bytes));
    check_request(decode_bevestiging(bytes));
    check_request(decode_weigering(bytes));
    check_request(decode_zoek(bytes));
    return 0;
}
