// Any bytes as a connection's input: what the precheck lets through is framed by Beast in the same
// way, and the target is refused or clean.
#include "adapters/http/exchange/target.hpp"
#include "adapters/http/exchange/trace.hpp"
#include "adapters/http/listener/message_parser.hpp"
#include "adapters/http/listener/precheck.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <variant>

namespace {

using namespace adapters::http;
using namespace adapters::http::listener;

constexpr std::size_t body_limit = 4096;

void demand(bool holds) {
    if (!holds) {
        std::abort();
    }
}

void check_target(std::string_view text) {
    const auto parsed = exchange::parse_target(text);
    if (!parsed) {
        demand(!parsed.error().code.empty());
        return;
    }
    demand(parsed->path.starts_with('/'));
    demand(parsed->path.find('\0') == std::string::npos);
    demand((parsed->path + "/").find("/../") == std::string::npos);
}

void check_body(const framing& frame, message_parser& parser, std::string_view rest) {
    parser.limit_body(body_limit);
    const auto progress = parser.feed(rest);
    demand(progress.taken <= rest.size());
    if (progress.state != parse_state::complete) {
        demand(frame.body != body_kind::none);
        return;
    }
    const auto body = parser.take_body();
    demand(body.size() <= body_limit);
    demand(frame.body != body_kind::none || (body.empty() && progress.taken == 0));
    demand(frame.body != body_kind::sized || body.size() == frame.length);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes{reinterpret_cast<const char*>(data), size};
    check_target(bytes);
    demand(exchange::is_traceparent(exchange::continue_trace(bytes)));
    const auto place = find_head(bytes, 0);
    if (place.state != head_state::complete) {
        return 0;
    }
    const auto head = bytes.substr(0, place.size);
    const auto checked = precheck(head);
    if (const auto* const wrong = std::get_if<malformed>(&checked)) {
        demand(wrong->status >= 400 && !wrong->code.empty() && !wrong->words.empty());
        return 0;
    }
    message_parser parser;
    parsed_head parsed;
    if (!parser.begin(head, parsed)) {
        return 0;
    }
    demand(parsed.fields.count("host") == 1);
    check_target(parsed.target);
    check_body(std::get<framing>(checked), parser, bytes.substr(place.size));
    return 0;
}
