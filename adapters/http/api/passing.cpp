#include "adapters/http/api/passing.hpp"

#include "adapters/http/answering/refusing.hpp"

#include <utility>

namespace adapters::http::api {
namespace {

using answering::rejected;
using boost::asio::awaitable;
using exchange::body_piece;
using hub::model::decision;

hub::model::rejection too_large() {
    return rejected("te_groot", "Het bericht is groter dan de hub aanneemt.");
}

hub::model::rejection broken_off(body_piece::kind how) {
    if (how == body_piece::kind::too_large) {
        return too_large();
    }
    if (how == body_piece::kind::too_slow) {
        return rejected("inhoud_te_traag", "De inhoud kwam niet op tijd.");
    }
    return rejected("inhoud_ongeldig", "De inhoud van de aanvraag is niet heel aangekomen.");
}

}  // namespace

awaitable<decision<void>> passing::run(exchange::incoming_body& body) {
    for (;;) {
        const auto piece = co_await body.next();
        if (piece.is == body_piece::kind::end) {
            break;
        }
        if (piece.is != body_piece::kind::bytes) {
            co_return broken_off(piece.is);
        }
        const auto passed = co_await pass(piece.bytes);
        if (!passed) {
            co_return passed.error();
        }
    }
    if (reads_ == reading::failed) {
        co_return decision<void>{};
    }
    // What the form still held back may bring the document, or its end.
    const auto ended = coming_.end();
    if (!ended && coming_.documents() > 0) {
        co_return ended.error();
    }
    co_return co_await pass({});
}

awaitable<decision<void>> passing::pass(std::string_view piece) {
    auto went = hold(piece);
    if (!went) {
        co_return went.error();
    }
    if (documents_ > 0) {
        went = co_await sink_.add_body(piece);
        if (!went) {
            co_return went.error();
        }
    }
    if (reads_ == reading::goes_on && !piece.empty()) {
        went = coming_.feed(piece);
        if (!went && coming_.documents() > 0) {
            co_return went.error();
        }
        reads_ = went ? reading::goes_on : reading::failed;
    }
    if (coming_.documents() > documents_) {
        const auto so_far = documents_ == 0 ? std::string_view{held_} : std::string_view{};
        documents_ = coming_.documents();
        went = co_await sink_.begin(coming_, so_far);
        if (!went) {
            co_return went.error();
        }
    }
    const auto content = coming_.take_content();
    co_return co_await sink_.add_document(content);
}

decision<void> passing::hold(std::string_view piece) {
    if (holds_ == holding::all && piece.size() <= most_held - held_.size()) {
        held_.append(piece);
        return {};
    }
    if (documents_ == 0) {
        return too_large();
    }
    holds_ = holding::nothing;
    held_ = {};
    return {};
}

}  // namespace adapters::http::api
