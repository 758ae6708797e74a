#include "adapters/formats/json/syntax.hpp"

#include "adapters/formats/json/large_text.hpp"

#include <string>

namespace adapters::formats::json {

namespace {

// What a thread keeps room for between messages, which is fifteen times as much; a larger text gets
// memory of its own, freed with it.
constexpr std::size_t kept_bytes = 64UL * 1024UL;

hub::model::rejection refuse(std::string code, std::string words) {
    return {.code = std::move(code), .words = std::move(words), .invalid_params = {}};
}

hub::model::rejection refuse_size(std::size_t maximum_bytes) {
    return refuse(
        "te_groot", "Het bericht is groter dan " + std::to_string(maximum_bytes) + " bytes."
    );
}

// The library's own text stays inside: it is neither stable nor Dutch.
hub::model::rejection refuse_syntax(simdjson::error_code error) {
    switch (error) {
        case simdjson::EMPTY:
            return refuse("json_ongeldig", "Het bericht is leeg.");
        case simdjson::UTF8_ERROR:
            return refuse("json_ongeldig", "Het bericht is geen geldige UTF-8.");
        case simdjson::NUMBER_ERROR:
            return refuse(
                "json_ongeldig", "Een getal in het bericht is geen geldig JSON-getal of te groot."
            );
        case simdjson::UNESCAPED_CHARS:
            return refuse(
                "json_ongeldig",
                "Een tekst in het bericht bevat een besturingsteken; schrijf het met \\u."
            );
        case simdjson::STRING_ERROR:
            return refuse(
                "json_ongeldig",
                "Een tekst in het bericht bevat een ongeldige schrijfwijze met een \\."
            );
        case simdjson::DEPTH_ERROR:
            return refuse(
                "json_te_diep",
                "Het bericht is dieper genest dan " + std::to_string(maximum_depth) + " lagen."
            );
        case simdjson::CAPACITY:
            return refuse(
                "te_groot", "Het bericht heeft meer velden en waarden dan de hub aanneemt."
            );
        case simdjson::MEMALLOC:
            return {
                .kind = hub::model::finality::retry,
                .code = "tijdelijk_niet_beschikbaar",
                .words = "De hub heeft nu geen ruimte voor dit bericht. Stuur het later opnieuw.",
                .invalid_params = {},
            };
        default:
            return refuse("json_ongeldig", "Het bericht is geen geldige JSON (RFC 8259).");
    }
}

simdjson::error_code prepare(simdjson::dom::parser& parser, std::size_t bytes) {
    return parser.capacity() >= bytes && parser.max_depth() == maximum_depth
               ? simdjson::SUCCESS
               : parser.allocate(bytes, maximum_depth);
}

simdjson::dom::parser& parser_of_this_thread() {
    thread_local simdjson::dom::parser parser;
    return parser;
}

}  // namespace

hub::model::decision<parsed_json> parse_json(std::string_view bytes, std::size_t maximum_bytes) {
    if (bytes.size() > maximum_bytes) {
        return refuse_size(maximum_bytes);
    }
    // Nothing may be a null pointer, which the library would copy from.
    if (bytes.empty()) {
        return refuse_syntax(simdjson::EMPTY);
    }
    parsed_json result;
    if (bytes.size() > kept_bytes) {
        result.large = std::make_unique<simdjson::dom::document>();
        if (const auto error = read_large_text(bytes, *result.large)) {
            return refuse_syntax(error);
        }
        result.root = result.large->root();
        return result;
    }
    auto& parser = parser_of_this_thread();
    if (const auto error = prepare(parser, bytes.size() + 1)) {
        return refuse_syntax(error);
    }
    if (const auto error = parser.parse(bytes.data(), bytes.size(), true).get(result.root)) {
        return refuse_syntax(error);
    }
    return result;
}

}  // namespace adapters::formats::json
