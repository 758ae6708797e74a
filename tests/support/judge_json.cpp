// judge_json KIND: says of every line of its input, one JSON document each, whether the hub takes
// it: "accepted", for a message with its content as the hub would deliver it, or "refused" with
// codes. KIND is a type of message or the name of a small body.
#include "adapters/formats/json/decoder.hpp"
#include "adapters/formats/json/encoder.hpp"
#include "adapters/formats/json/requests.hpp"

#include <iostream>
#include <string>
#include <string_view>

namespace {

using namespace adapters::formats::json;

std::string refused(const hub::model::rejection& why) {
    std::string result = "refused " + why.code;
    for (const auto& each : why.invalid_params) {
        result += ' ' + each.name + ':' + each.code;
    }
    return result;
}

template <class Request>
std::string judge(const hub::model::decision<Request>& decided) {
    return decided ? "accepted" : refused(decided.error());
}

std::string judge_message(std::string_view kind, std::string_view document) {
    const auto type = hub::model::parse_message_type(kind);
    const auto decided = create_decoder(type.value(), {})->decode(document);
    return decided ? "accepted " + create_encoder()->encode(decided->message)
                   : refused(decided.error());
}

std::string judge(std::string_view kind, std::string_view document) {
    if (kind == "uitgifte") {
        return judge(decode_uitgifte(document));
    }
    if (kind == "bevestiging") {
        return judge(decode_bevestiging(document));
    }
    if (kind == "weigering") {
        return judge(decode_weigering(document));
    }
    if (kind == "zoek") {
        return judge(decode_zoek(document));
    }
    return judge_message(kind, document);
}

}  // namespace

int main(int count, char** arguments) {
    if (count != 2) {
        std::cerr << "usage: judge_json KIND < documents\n";
        return 2;
    }
    for (std::string line; std::getline(std::cin, line);) {
        std::cout << judge(arguments[1], line) << '\n';
    }
    return std::cout.flush() ? 0 : 1;
}
