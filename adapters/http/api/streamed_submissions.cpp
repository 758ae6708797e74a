#include "adapters/http/api/streamed_submissions.hpp"

#include "adapters/http/api/answers.hpp"
#include "adapters/http/api/passing.hpp"
#include "adapters/http/api/passing_sinks.hpp"

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

// By today's table; the certificate has been checked by the guard.
decision<hub::documents::sender>
sender_of(const parts& given, const request& asked, std::optional<hub::model::oin> on_behalf_of) {
    auto who = hub::access::resolve_caller(
        given.organisations.current(),
        asked.peer->certificate.value(),
        std::move(on_behalf_of),
        hub::access::right::send,
        given.clock.now()
    );
    if (!who) {
        return who.error();
    }
    if (who->is_outsider()) {
        return answering::rejected(
            "alleen_deelnemers", "Documenten sturen kan alleen een organisatie die is aangesloten."
        );
    }
    return hub::documents::sender{who->owner, who->certificate};
}

// Whether the documents are this message's now, or may be.
bool may_be_kept(const ports::message_outcome& outcome) {
    if (const auto* accepted = std::get_if<ports::accepted_message>(&outcome)) {
        return accepted->is == ports::accepted_message::novelty::created;
    }
    const auto* refused = std::get_if<ports::refused_message>(&outcome);
    return refused != nullptr && refused->why.kind == hub::model::finality::unknown;
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
    const auto coming = form_.arrive(carried_of(asked, parts_.clock.now()));
    if (coming == nullptr) {
        co_return co_await refuse_kind(asked);
    }
    sealing_sink sink{
        *parts_.documents, std::bind_front(sender_of, std::cref(parts_), std::cref(asked))};
    passing body{*coming, sink};
    const auto passed = co_await body.run(*asked.pieces);
    if (!passed) {
        co_await sink.give_up();
        co_return refuse(*coming, passed.error(), asked);
    }
    if (coming->documents() == 0) {
        const auto carried = read(asked, std::move(body.held()));
        co_return co_await rest_.hand_in_read(*carried, asked);
    }
    auto sealed = co_await sink.finish(coming->file_name(), asked.media_type());
    if (!sealed) {
        co_await sink.give_up();
        co_return refuse(*coming, sealed.error(), asked);
    }
    const auto carried = coming->read(sealed->document);
    hub::intake::original_apart apart{
        sealed->original.document,
        sealed->original.sums,
        std::move(body.held()),
        std::string{coming->whole_decoder().form()}};
    std::vector<ports::message_outcome> outcomes;
    auto outcome = co_await rest_.take_passed(carried->messages().at(0), std::move(apart), asked);
    outcomes.push_back(std::move(outcome));
    const bool kept = may_be_kept(outcomes.front());
    if (!kept) {
        co_await sink.give_up();
    }
    co_return rest_.answer(*carried, outcomes, asked);
}

awaitable<response> streamed_submissions::check(request asked) const {
    if (const auto why = dry_runs_.take(*asked.peer->certificate, parts_.clock.now())) {
        co_return refuse_(*why, asked);
    }
    const auto coming = form_.arrive(carried_of(asked, parts_.clock.now()));
    if (coming == nullptr) {
        const auto carried = read(asked, {});
        co_return co_await rest_.check_read(*carried, asked);
    }
    looking_sink sink{parts_.documents->options().largest};
    passing body{*coming, sink};
    const auto passed = co_await body.run(*asked.pieces);
    if (!passed) {
        co_return exchange::json_response(200, body_of(passed.error()));
    }
    if (coming->documents() == 0) {
        const auto carried = read(asked, std::move(body.held()));
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
