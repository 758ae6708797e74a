#include "hub/documents/passing.hpp"

#include <utility>

namespace hub::documents {
namespace {

using boost::asio::awaitable;
using model::decision;

constexpr std::string_view too_large_code = "te_groot";

model::rejection too_large() {
    model::rejection why;
    why.code = too_large_code;
    why.words = "Het bericht is groter dan de hub aanneemt.";
    return why;
}

}  // namespace

awaitable<decision<void>> passing::run(passing_source& body) {
    for (;;) {
        const auto piece = co_await body.next();
        if (!piece) {
            co_return piece.error();
        }
        if (piece->empty()) {
            break;
        }
        const auto passed = co_await pass(*piece);
        if (!passed) {
            co_return passed.error();
        }
    }
    if (unread_) {
        co_return decision<void>{};
    }
    // What the form still held back may bring the document, or its end.
    const auto ended = coming_.end();
    if (!ended) {
        co_return co_await give_up_reading(ended.error());
    }
    co_return co_await take_over();
}

awaitable<decision<void>> passing::pass(std::string_view piece) {
    auto went = co_await hold(piece);
    if (!went) {
        co_return went.error();
    }
    if (with_sink_) {
        went = co_await sink_.add_body(piece);
        if (!went) {
            co_return went.error();
        }
    }
    if (unread_) {
        co_return decision<void>{};
    }
    went = coming_.feed(piece);
    if (!went) {
        co_return co_await give_up_reading(went.error());
    }
    co_return co_await take_over();
}

// What the form made of what it has just read.
awaitable<decision<void>> passing::take_over() {
    if (coming_.documents() > documents_) {
        const auto so_far = with_sink_ ? std::string_view{} : std::string_view{held_};
        documents_ = coming_.documents();
        with_sink_ = true;
        const auto begun = co_await sink_.begin(coming_, so_far);
        if (!begun) {
            co_return begun.error();
        }
    }
    const auto content = coming_.take_content();
    co_return co_await sink_.add_document(content);
}

// The rest passes unread. What is too large is not read to its end.
awaitable<decision<void>> passing::give_up_reading(model::rejection why) {
    const bool has_document = coming_.documents() > 0;
    if (why.code == too_large_code) {
        co_return why;
    }
    unread_ = std::move(why);
    if (!has_document) {
        co_return decision<void>{};
    }
    const auto so_far = with_sink_ ? std::string_view{} : std::string_view{held_};
    with_sink_ = true;
    co_return co_await sink_.begin_unread(coming_, so_far);
}

awaitable<decision<void>> passing::hold(std::string_view piece) {
    if (holds_ == holding::all && piece.size() <= most_held - held_.size()) {
        held_.append(piece);
        co_return decision<void>{};
    }
    if (!with_sink_ && !unread_) {
        co_return too_large();
    }
    if (!with_sink_) {
        with_sink_ = true;
        const auto begun = co_await sink_.begin_unread(coming_, held_);
        if (!begun) {
            co_return begun.error();
        }
    }
    holds_ = holding::nothing;
    held_ = {};
    co_return decision<void>{};
}

}  // namespace hub::documents
