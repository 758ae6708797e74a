#include "adapters/http/api/submissions.hpp"

#include "adapters/http/exchange/json_writer.hpp"
#include "hub/vault/receipt.hpp"

#include <utility>

namespace adapters::http::api {
namespace {

using answering::check_accept;
using answering::check_content_type;
namespace intake = hub::intake;
namespace model = hub::model;
using boost::asio::awaitable;
using exchange::json_writer;
using exchange::request;
using exchange::response;

// The same bytes for a repeat: nothing may stand here that changes with time or configuration.
std::string body_of(const intake::acceptance& accepted) {
    json_writer json;
    json.begin_object().member("inzending", accepted.message.to_string());
    if (accepted.casus) {
        json.member("casusId", accepted.casus->to_string());
    }
    if (accepted.entry) {
        json.member("vermelding", accepted.entry->to_string());
    }
    json.member("ontvangen", model::to_rfc3339(accepted.accepted_at))
        .raw_member("ontvangstbewijs", hub::vault::receipt_text(accepted.receipt))
        .end_object();
    return json.take();
}

void write_places(
    json_writer& json,
    std::string_view name,
    const std::vector<model::invalid_param>& places
) {
    json.begin_array(name);
    for (const auto& place : places) {
        json.begin_object()
            .member("name", place.name)
            .member("code", place.code)
            .member("reason", place.reason)
            .end_object();
    }
    json.end_array();
}

void write_objections(json_writer& json, const std::vector<model::rejection>& refusals) {
    json.begin_array("bezwaren");
    for (const auto& why : refusals) {
        json.begin_object().member("code", why.code).member("uitleg", why.words);
        if (!why.invalid_params.empty()) {
            write_places(json, "invalidParams", why.invalid_params);
        }
        json.end_object();
    }
    json.end_array();
}

void write_names(
    json_writer& json,
    std::string_view name,
    const std::vector<model::destination>& destinations
) {
    json.begin_array(name);
    for (const auto& destination : destinations) {
        json.text(destination.name());
    }
    json.end_array();
}

void write_route(json_writer& json, const hub::routing::route& route) {
    write_names(json, "bestemmingen", route.destinations);
    json.begin_array("waarom");
    for (const auto& why : route.why) {
        json.begin_object().member("regel", why.rule).member("uitleg", why.words);
        write_names(json, "bestemmingen", why.destinations);
        json.end_object();
    }
    json.end_array();
}

std::string body_of(const intake::dry_run& said) {
    json_writer json;
    json.begin_object()
        .member("oordeel", said.refusals.empty() ? "aangenomen" : "geweigerd")
        .member("soort", model::to_string(said.type));
    write_objections(json, said.refusals);
    write_route(json, said.route);
    write_places(json, "opmerkingen", said.notices);
    write_places(json, "ontbreekt", said.missing);
    json.end_object();
    return json.take();
}

// What was wrong before intake could be asked, in the form of a dry run's answer.
std::string body_of(const model::rejection& why) {
    json_writer json;
    json.begin_object().member("oordeel", "geweigerd");
    write_objections(json, {why});
    write_route(json, {});
    json.begin_array("opmerkingen").end_array();
    json.begin_array("ontbreekt").end_array().end_object();
    return json.take();
}

}  // namespace

submissions::submissions(const parts& given, const hub::ports::decoder& decoder)
    : parts_{given}, decoder_{decoder}, refuse_{given.telemetry} {}

model::decision<intake::submission> submissions::read(request& asked) const {
    auto decoded = decoder_.decode(asked.body);
    if (!decoded) {
        return std::move(decoded).error();
    }
    auto who = hub::access::resolve_caller(
        parts_.organisations.current(),
        asked.peer->certificate.value(),
        decoded->on_behalf_of,
        hub::access::right::send,
        parts_.clock.now()
    );
    if (!who) {
        return std::move(who).error();
    }
    return intake::submission{
        std::move(*who),
        std::move(*decoded),
        std::string{decoder_.form()},
        decoder_.version(),
        asked.media_type(),
        std::move(asked.body),
        asked.traceparent,
        asked.correlation_id};
}

awaitable<response> submissions::hand_in(request asked) const {
    if (const auto wrong = check_content_type(asked)) {
        co_return refuse_(*wrong, asked);
    }
    if (const auto wrong = check_accept(asked)) {
        co_return refuse_(*wrong, asked);
    }
    auto given = read(asked);
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
    if (const auto wrong = check_content_type(asked)) {
        co_return refuse_(*wrong, asked);
    }
    if (const auto wrong = check_accept(asked)) {
        co_return refuse_(*wrong, asked);
    }
    auto given = read(asked);
    if (!given) {
        co_return exchange::json_response(200, body_of(given.error()));
    }
    const auto said = co_await parts_.intake.reception->check(std::move(*given));
    co_return exchange::json_response(200, body_of(said));
}

}  // namespace adapters::http::api
