#include "adapters/http/api/streamed_submissions.hpp"

#include "adapters/http/api/answers.hpp"
#include "hub/documents/passing.hpp"
#include "hub/documents/passing_sinks.hpp"
#include "hub/intake/passing_again.hpp"

#include <functional>
#include <optional>
#include <utility>
#include <variant>
#include <vector>

namespace adapters::http::api {
namespace {

namespace ports = hub::ports;
using boost::asio::awaitable;
using exchange::request;
using exchange::response;
using hub::model::decision;

using hub::documents::looking_sink;
using hub::documents::passing;
using hub::documents::sealing_sink;

// By today's table; the certificate has been checked by the guard.
decision<hub::documents::sender> sender_of(
    const parts& given,
    const request& asked,
    const std::optional<hub::model::oin>& on_behalf_of
) {
    return hub::intake::document_sender(
        given.organisations.current(),
        asked.peer->certificate.value(),
        on_behalf_of,
        given.clock.now()
    );
}

hub::model::rejection broken_off(exchange::body_piece::kind how) {
    if (how == exchange::body_piece::kind::too_large) {
        return answering::rejected("te_groot", "Het bericht is groter dan de hub aanneemt.");
    }
    if (how == exchange::body_piece::kind::too_slow) {
        return answering::rejected("inhoud_te_traag", "De inhoud kwam niet op tijd.");
    }
    return answering::rejected(
        "inhoud_ongeldig", "De inhoud van de aanvraag is niet heel aangekomen."
    );
}

// The body of a request.
class request_source final : public hub::documents::passing_source {
public:
    explicit request_source(exchange::incoming_body& from) noexcept : from_{from} {}

    awaitable<decision<std::string_view>> next() override {
        for (;;) {
            const auto piece = co_await from_.next();
            if (piece.is == exchange::body_piece::kind::end) {
                co_return std::string_view{};
            }
            if (piece.is != exchange::body_piece::kind::bytes) {
                co_return broken_off(piece.is);
            }
            if (!piece.bytes.empty()) {
                co_return piece.bytes;
            }
        }
    }

private:
    exchange::incoming_body& from_;
};

// Whether the documents are this message's now, or may be.
bool may_be_kept(const ports::message_outcome& outcome) {
    if (const auto* accepted = std::get_if<ports::accepted_message>(&outcome)) {
        return accepted->is == ports::accepted_message::novelty::created;
    }
    const auto* refused = std::get_if<ports::refused_message>(&outcome);
    return refused != nullptr && refused->why.kind == hub::model::finality::unknown;
}

bool is_in_quarantine(const hub::model::rejection& why) {
    return why.passed == hub::model::passed_content::the_quarantines;
}

bool is_in_quarantine(const ports::message_outcome& outcome) {
    const auto* refused = std::get_if<ports::refused_message>(&outcome);
    return refused != nullptr && is_in_quarantine(refused->why);
}

// Takes over what was held.
hub::intake::original_apart apart_of(
    const hub::documents::incoming_original::passed& original,
    passing& body,
    const ports::arriving_request& coming
) {
    return {
        original.document,
        original.sums,
        original.size,
        std::move(body.held()),
        std::string{coming.whole_decoder().form()}};
}

}  // namespace

streamed_submissions::streamed_submissions(
    const parts& given,
    const ports::message_form& form,
    answering::rate_limit& dry_runs
)
    : parts_{given},
      form_{form},
      dry_runs_{dry_runs},
      refuse_{given.telemetry},
      rest_{given, form, dry_runs} {}

std::unique_ptr<ports::carried_messages>
streamed_submissions::read(request& asked, std::string body) const {
    asked.body = std::move(body);
    return form_.read(carried_of(asked, parts_.clock.now()));
}

awaitable<response> streamed_submissions::refuse_kind(request& asked) const {
    std::string body;
    for (;;) {
        const auto piece = co_await asked.pieces->next();
        if (piece.is != exchange::body_piece::kind::bytes) {
            break;
        }
        if (piece.bytes.size() > passing::most_held - body.size()) {
            body.clear();
            break;
        }
        body.append(piece.bytes);
    }
    // What is not whole is refused all the same, and not kept.
    const auto carried = read(asked, std::move(body));
    co_return co_await rest_.hand_in_read(*carried, asked);
}

response streamed_submissions::refuse(
    const ports::arriving_request& coming,
    const hub::model::rejection& why,
    const request& asked
) const {
    parts_.telemetry.refused(why.code);
    auto said = coming.refuse(why, {asked.correlation_id, parts_.clock.now()});
    response result;
    result.status = said.status;
    result.content_type = std::move(said.content_type);
    result.headers = std::move(said.headers);
    result.body = std::move(said.body);
    return result;
}

awaitable<response> streamed_submissions::hand_in(request asked) const {
    auto coming = form_.arrive(carried_of(asked, parts_.clock.now()));
    if (coming == nullptr) {
        co_return co_await refuse_kind(asked);
    }
    sealing_sink sink{
        *parts_.documents, std::bind_front(sender_of, std::cref(parts_), std::cref(asked))};
    request_source source{*asked.pieces};
    passing body{*coming, sink};
    const auto passed = co_await body.run(source);
    if (!passed) {
        co_await sink.give_up();
        co_return refuse(*coming, passed.error(), asked);
    }
    if (!body.is_with_sink()) {
        // What was read of it while it came goes first.
        auto whole = std::move(body.held());
        coming.reset();
        const auto carried = read(asked, std::move(whole));
        co_return co_await rest_.hand_in_read(*carried, asked);
    }
    if (body.unread()) {
        co_return co_await refuse_unread(*coming, body, sink, asked);
    }
    auto sealed = co_await sink.finish(coming->file_name(), asked.media_type());
    if (!sealed) {
        co_await sink.give_up();
        co_return refuse(*coming, sealed.error(), asked);
    }
    const auto carried = coming->read(sealed->document);
    auto apart = apart_of(sealed->original, body, *coming);
    std::vector<ports::message_outcome> outcomes;
    auto outcome = co_await rest_.take_passed(carried->messages().at(0), std::move(apart), asked);
    outcomes.push_back(std::move(outcome));
    if (is_in_quarantine(outcomes.front())) {
        co_await sink.give_up_document();
    } else if (!may_be_kept(outcomes.front())) {
        co_await sink.give_up();
    }
    co_return rest_.answer(*carried, outcomes, asked);
}

awaitable<response> streamed_submissions::refuse_unread(
    const ports::arriving_request& coming,
    passing& body,
    sealing_sink& sink,
    const request& asked
) const {
    const auto original = co_await sink.finish_unread(asked.media_type());
    if (!original) {
        co_await sink.give_up();
        co_return refuse(coming, original.error(), asked);
    }
    auto apart = apart_of(*original, body, coming);
    const auto why = co_await rest_.keep_passed(*body.unread(), std::move(apart), asked);
    if (is_in_quarantine(why)) {
        co_await sink.give_up_document();
    } else {
        co_await sink.give_up();
    }
    co_return refuse(coming, why, asked);
}

awaitable<response> streamed_submissions::check(request asked) const {
    if (const auto why = dry_runs_.take(*asked.peer->certificate, parts_.clock.now())) {
        co_return refuse_(*why, asked);
    }
    auto coming = form_.arrive(carried_of(asked, parts_.clock.now()));
    if (coming == nullptr) {
        const auto carried = read(asked, {});
        co_return co_await rest_.check_read(*carried, asked);
    }
    looking_sink sink{parts_.documents->options().largest};
    request_source source{*asked.pieces};
    passing body{*coming, sink};
    const auto passed = co_await body.run(source);
    if (!passed) {
        co_return exchange::json_response(200, body_of(passed.error()));
    }
    if (body.is_with_sink() && body.unread()) {
        co_return exchange::json_response(200, body_of(*body.unread()));
    }
    if (!body.is_with_sink()) {
        // What was read of it while it came goes first.
        auto whole = std::move(body.held());
        coming.reset();
        const auto carried = read(asked, std::move(whole));
        co_return co_await rest_.check_read(*carried, asked);
    }
    const auto within = sink.finish();
    if (!within) {
        co_return exchange::json_response(200, body_of(within.error()));
    }
    const auto carried = coming->read(*within);
    co_return co_await rest_.check_read(*carried, asked);
}

}  // namespace adapters::http::api
