#include "adapters/http/listener/streamed_body.hpp"

#include "adapters/http/listener/answer.hpp"

namespace adapters::http::listener {
namespace asio = boost::asio;

using exchange::body_piece;
using kind = exchange::body_piece::kind;

streamed_body::streamed_body(streamed_body_parts parts, const framing& frame)
    : parts_{parts},
      has_body_{frame.body != body_kind::none},
      wants_continue_{frame.expect == expectation::continue_100} {
    if (frame.body != body_kind::chunked) {
        announced_ = frame.length;
    }
    if (!has_body_ || announced_ == 0U) {
        ended_ = kind::end;
    } else {
        parts_.parser.begin_pieces();
    }
}

body_piece streamed_body::end(kind how) {
    ended_ = how;
    piece_.clear();
    if (how == kind::end) {
        parts_.transport.set_deadline(parts_.handler);
    }
    return {how, {}};
}

asio::awaitable<body_piece> streamed_body::next() {
    if (ended_) {
        co_return body_piece{*ended_, {}};
    }
    if (wants_continue_ && parts_.input.empty()) {
        const bool written = co_await parts_.transport.write(continue_100);
        if (!written) {
            co_return end(kind::gone);
        }
    }
    wants_continue_ = false;
    for (;;) {
        piece_.clear();
        const auto progress = parts_.parser.feed_piece(parts_.input, piece_);
        parts_.input.erase(0, progress.taken);
        if (!piece_.empty()) {
            co_return body_piece{kind::bytes, piece_};
        }
        if (progress.state == parse_state::complete) {
            co_return end(kind::end);
        }
        if (progress.state == parse_state::too_large) {
            co_return end(kind::too_large);
        }
        // What stays is a piece of a chunk's header or a trailer, which has no business being long.
        if (progress.state == parse_state::broken || parts_.input.size() >= parts_.header_bytes) {
            co_return end(kind::broken);
        }
        waits_ = true;
        const auto came =
            co_await parts_.transport.read_more(parts_.input, transport::waiting::within_request);
        waits_ = false;
        if (came != arrival::bytes) {
            co_return end(came == arrival::expired ? kind::too_slow : kind::gone);
        }
    }
}

}  // namespace adapters::http::listener
