// Beast's parser for one request after another, fed with bytes.
#pragma once

#include "adapters/http/exchange/headers.hpp"

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace adapters::http::listener {

enum class parse_state {
    need_more,
    complete,
    // The body is larger than its limit.
    too_large,
    broken,
};

struct parse_progress {
    parse_state state = parse_state::need_more;
    // Bytes taken; the others are fed again, together with what follows.
    std::size_t taken = 0;
};

struct parsed_head {
    std::string method;
    // As it was sent.
    std::string target;
    exchange::headers fields;
};

// Not thread-safe. Heads are prechecked before they come here.
class message_parser {
public:
    message_parser();
    message_parser(const message_parser&) = delete;
    message_parser& operator=(const message_parser&) = delete;
    ~message_parser();

    // Begins a request with its whole header. False when Beast refuses it.
    [[nodiscard]] bool begin(std::string_view head, parsed_head& into);

    // Takes bytes of the body; complete at once for a request without one.
    [[nodiscard]] parse_progress feed(std::string_view bytes);
    void limit_body(std::size_t bytes);

    // From now on the body is taken in pieces. Only for a request that has one, and before feed().
    void begin_pieces();
    // Takes bytes of the body and appends what they hold; complete only once nothing was appended.
    [[nodiscard]] parse_progress feed_piece(std::string_view bytes, std::string& to);

    // The body, once complete; what the request held is let go.
    [[nodiscard]] std::string take_body();

private:
    struct implementation;
    std::unique_ptr<implementation> implementation_;
};

}  // namespace adapters::http::listener
