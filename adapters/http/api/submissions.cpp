#include "adapters/http/api/submissions.hpp"

#include "adapters/http/api/answers.hpp"

#include <utility>

namespace adapters::http::api {
namespace {

using answering::check_accept;
using answering::check_content_type;
namespace intake = hub::intake;
namespace model = hub::model;
using boost::asio::awaitable;
using exchange::request;
using exchange::response;

}  // namespace

submissions::submissions(
    const parts& given,
    const hub::ports::decoder& decoder,
    answering::rate_limit& dry_runs
)
    : parts_{given}, decoder_{decoder}, dry_runs_{dry_runs}, refuse_{given.telemetry} {}

model::decision<intake::submission>
submissions::submission_of(hub::ports::decoded_message decoded, request& asked) const {
    auto who = hub::access::resolve_caller(
        parts_.organisations.current(),
        asked.peer->certificate.value(),
        decoded.on_behalf_of,
        hub::access::right::send,
        parts_.clock.now()
    );
    if (!who) {
        return std::move(who).error();
    }
    return intake::submission{
        std::move(*who),
        std::move(decoded),
        std::string{decoder_.form()},
        decoder_.version(),
        asked.media_type(),
        std::move(asked.body),
        asked.traceparent,
        asked.correlation_id,
        std::nullopt};
}

awaitable<model::rejection> submissions::keep_undecoded(request& asked, model::rejection why)
    const {
    if (parts_.intake.quarantine == nullptr || asked.body.empty()) {
        co_return why;
    }
    intake::refused_content content{
        asked.peer->certificate.value(),
        std::string{decoder_.form()},
        asked.media_type(),
        std::move(asked.body)};
    co_return co_await parts_.intake.quarantine->keep(
        std::move(content), std::move(why), intake::keeping::sealed
    );
}

awaitable<response> submissions::hand_in(request asked) const {
    if (auto wrong = check_content_type(asked)) {
        const auto why = co_await keep_undecoded(asked, std::move(*wrong));
        co_return refuse_(why, asked);
    }
    if (const auto wrong = check_accept(asked)) {
        co_return refuse_(*wrong, asked);
    }
    auto decoded = decoder_.decode(asked.body);
    if (!decoded) {
        const auto why = co_await keep_undecoded(asked, decoded.error());
        co_return refuse_(why, asked);
    }
    auto given = submission_of(std::move(*decoded), asked);
    if (!given) {
        co_return refuse_(given.error(), asked);
    }
    const auto accepted = co_await parts_.intake.reception->accept(std::move(*given));
    if (!accepted) {
        co_return refuse_(accepted.error(), asked);
    }
    const bool created = accepted->novelty == intake::novelty::created;
    if (created) {
        parts_.telemetry.accepted(accepted->type);
    } else {
        parts_.telemetry.repeated(accepted->type);
    }
    auto answer = exchange::json_response(created ? 201 : 200, body_of(*accepted));
    answer.headers.emplace_back("Location", "/v1/inzendingen/" + accepted->message.to_string());
    co_return answer;
}

awaitable<response> submissions::check(request asked) const {
    if (const auto why = dry_runs_.take(*asked.peer->certificate, parts_.clock.now())) {
        co_return refuse_(*why, asked);
    }
    if (const auto wrong = check_content_type(asked)) {
        co_return refuse_(*wrong, asked);
    }
    if (const auto wrong = check_accept(asked)) {
        co_return refuse_(*wrong, asked);
    }
    auto decoded = decoder_.decode(asked.body);
    if (!decoded) {
        co_return exchange::json_response(200, body_of(decoded.error()));
    }
    auto given = submission_of(std::move(*decoded), asked);
    if (!given) {
        co_return exchange::json_response(200, body_of(given.error()));
    }
    const auto said = co_await parts_.intake.reception->check(std::move(*given));
    co_return exchange::json_response(200, body_of(said));
}

}  // namespace adapters::http::api
