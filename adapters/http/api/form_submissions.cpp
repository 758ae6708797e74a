#include "adapters/http/api/form_submissions.hpp"

#include "adapters/http/api/answers.hpp"
#include "adapters/http/api/case_questions.hpp"
#include "hub/intake/form_rules.hpp"
#include "hub/intake/own_reference.hpp"

#include <optional>
#include <utility>

namespace adapters::http::api {
namespace {

namespace intake = hub::intake;
namespace ports = hub::ports;
using boost::asio::awaitable;
using exchange::request;
using exchange::response;

ports::message_outcome refused(hub::model::rejection why) {
    const unsigned status = answering::status_of(why);
    return ports::refused_message{std::move(why), status};
}

// Takes over what the message holds.
intake::submission submission_of(
    ports::carried_message& one,
    std::optional<intake::original_apart> apart,
    hub::access::caller who,
    const request& asked
) {
    return {
        std::move(who),
        std::move(*one.decoded),
        std::string{one.decoder->form()},
        one.decoder->version(),
        std::move(one.content_type),
        std::move(one.original),
        asked.traceparent,
        asked.correlation_id,
        std::nullopt,
        std::move(apart)};
}

// Takes over what the message holds. References are to the caller's own frame, which waits for it.
awaitable<hub::model::rejection> keep_undecoded(
    intake::quarantine* quarantine,
    ports::carried_message& one,
    std::optional<intake::original_apart> apart,
    const request& asked
) {
    auto why = one.decoded.error();
    if (quarantine == nullptr) {
        co_return why;
    }
    intake::refused_content content{
        asked.peer->certificate.value(),
        std::string{one.decoder->form()},
        std::move(one.content_type),
        std::move(one.original),
        std::move(apart)};
    co_return co_await quarantine->keep(
        std::move(content), std::move(why), intake::keeping::sealed
    );
}

// What can't be read at all, of an unknown type or no batch, is kept as what its form carries
// mostly (the first of its decoders). References are to the caller's own frame, which waits for it.
awaitable<hub::model::rejection> keep_unread(
    intake::quarantine* quarantine,
    const ports::message_form& form,
    hub::model::rejection why,
    const request& asked
) {
    if (quarantine == nullptr || asked.body.empty()) {
        co_return why;
    }
    intake::refused_content content{
        asked.peer->certificate.value(),
        std::string{form.decoders().front()->form()},
        asked.media_type(),
        asked.body};
    co_return co_await quarantine->keep(
        std::move(content), std::move(why), intake::keeping::sealed
    );
}

// What an announcement refers to; empty for every other message.
std::string reference_of(const ports::decoded_message& decoded) {
    const auto found = decoded.extensions.find("hoofdobject");
    return decoded.announcement && found != decoded.extensions.end() ? found->second
                                                                     : std::string{};
}

hub::model::rejection asks_nothing_to_keep() {
    return answering::rejected(
        "vraag_niet_beantwoord", "Een vraag is geen inzending, en heeft geen proef: stel haar zelf."
    );
}

response response_of(ports::form_answer answer) {
    response result;
    result.status = answer.status;
    result.content_type = std::move(answer.content_type);
    result.headers = std::move(answer.headers);
    result.body = std::move(answer.body);
    return result;
}

}  // namespace

ports::carried_request carried_of(const request& asked, hub::model::timestamp now) {
    ports::carried_request result;
    if (asked.fields.count("content-type") == 1) {
        result.content_type = *asked.header("content-type");
    }
    result.fields.reserve(asked.fields.size());
    for (std::size_t at = 0; at < asked.fields.size(); ++at) {
        const auto field = asked.fields.at(at);
        result.fields.emplace_back(field.name, field.value);
    }
    result.body = asked.body;
    result.received_at = now;
    return result;
}

form_submissions::form_submissions(
    const parts& given,
    const ports::message_form& form,
    answering::rate_limit& dry_runs
)
    : parts_{given}, form_{form}, dry_runs_{dry_runs}, refuse_{given.telemetry} {}

hub::model::decision<hub::access::caller>
form_submissions::caller_for(const ports::decoded_message& decoded, const request& asked) const {
    return hub::access::resolve_caller(
        parts_.organisations.current(),
        asked.peer->certificate.value(),
        decoded.on_behalf_of,
        hub::access::right::send,
        parts_.clock.now()
    );
}

awaitable<response> form_submissions::hand_in(request asked) const {
    const auto carried = form_.read(carried_of(asked, parts_.clock.now()));
    co_return co_await hand_in_read(*carried, asked);
}

awaitable<response>
form_submissions::hand_in_read(ports::carried_messages& carried, const request& asked) const {
    if (const auto question = carried.question()) {
        co_return co_await answer_question(carried, *question, asked);
    }
    std::vector<ports::message_outcome> outcomes;
    if (auto why = carried.refusal()) {
        auto told = co_await keep_unread(parts_.intake.quarantine, form_, std::move(*why), asked);
        outcomes.push_back(refused(std::move(told)));
    } else {
        // One after the other: a later one may go on in the casus that an earlier one opens.
        for (auto& one : carried.messages()) {
            auto outcome = co_await take(one, std::nullopt, asked);
            outcomes.push_back(std::move(outcome));
        }
    }
    co_return answer(carried, outcomes, asked);
}

awaitable<response> form_submissions::answer_question(
    const ports::carried_messages& carried,
    const hub::model::decision<ports::case_question>& question,
    const request& asked
) const {
    hub::model::decision<ports::known_case> known = ports::known_case{};
    if (question) {
        known = co_await find_case(parts_, asked, *question);
    } else {
        known = question.error();
    }
    if (known) {
        const ports::answering_facts facts{asked.correlation_id, parts_.clock.now()};
        co_return response_of(carried.answer_question(*known, facts));
    }
    std::vector<ports::message_outcome> outcomes;
    outcomes.push_back(refused(known.error()));
    co_return answer(carried, outcomes, asked);
}

awaitable<ports::message_outcome> form_submissions::take_passed(
    ports::carried_message& one,
    intake::original_apart apart,
    const request& asked
) const {
    maybe_apart given{std::move(apart)};
    co_return co_await take(one, std::move(given), asked);
}

awaitable<hub::model::rejection> form_submissions::keep_passed(
    hub::model::rejection why,
    intake::original_apart apart,
    const request& asked
) const {
    if (parts_.intake.quarantine == nullptr) {
        co_return why;
    }
    intake::refused_content content{
        asked.peer->certificate.value(), {}, asked.media_type(), {}, std::move(apart)};
    co_return co_await parts_.intake.quarantine->keep(
        std::move(content), std::move(why), intake::keeping::sealed
    );
}

awaitable<ports::message_outcome>
form_submissions::take(ports::carried_message& one, maybe_apart apart, const request& asked) const {
    if (!one.decoded) {
        auto why = co_await keep_undecoded(parts_.intake.quarantine, one, std::move(apart), asked);
        co_return refused(std::move(why));
    }
    auto who = caller_for(*one.decoded, asked);
    if (!who) {
        co_return refused(who.error());
    }
    if (intake::is_set_aside(*who, *one.decoded)) {
        co_return ports::set_aside_message{};
    }
    if (!one.earlier_id.empty()) {
        co_await recognise(one, who->owner);
    }
    intake::announced_case announced;
    announced.who = *who;
    announced.reference = reference_of(*one.decoded);
    auto given = submission_of(one, std::move(apart), std::move(*who), asked);
    const auto accepted = co_await parts_.intake.reception->accept(std::move(given));
    if (!accepted) {
        co_return refused(accepted.error());
    }
    if (!announced.reference.empty()) {
        complete(std::move(announced), *accepted, asked);
    }
    const bool created = accepted->novelty == intake::novelty::created;
    if (created) {
        parts_.telemetry.accepted(accepted->type);
    } else {
        parts_.telemetry.repeated(accepted->type);
    }
    using novelty = ports::accepted_message::novelty;
    co_return ports::accepted_message{
        accepted->message,
        accepted->casus,
        created ? novelty::created : novelty::repeated,
        body_of(*accepted)};
}

void form_submissions::complete(
    intake::announced_case announced,
    const intake::acceptance& accepted,
    const request& asked
) const {
    const bool is_new_case = accepted.novelty == intake::novelty::created && accepted.casus &&
                             accepted.type == hub::model::message_type::aanmelding;
    if (parts_.intake.completing == nullptr || !is_new_case) {
        return;
    }
    announced.message = accepted.message;
    announced.casus = *accepted.casus;
    announced.traceparent = asked.traceparent;
    announced.transaction_id = asked.correlation_id;
    parts_.intake.completing->begin(std::move(announced));
}

awaitable<void>
form_submissions::recognise(ports::carried_message& one, const hub::model::oin& owner) const {
    hub::model::submission_key key{owner, intake::default_source(owner), one.earlier_id};
    const auto earlier = co_await parts_.intake.store->find_submission(std::move(key));
    if (earlier && earlier->accepted_at + one.window > parts_.clock.now()) {
        one.decoded->id = one.earlier_id;
    }
}

response form_submissions::answer(
    const ports::carried_messages& carried,
    const std::vector<ports::message_outcome>& outcomes,
    const request& asked
) const {
    auto own = carried.answer(outcomes, {asked.correlation_id, parts_.clock.now()});
    if (!own) {
        return answer_alone(outcomes.at(0), asked);
    }
    for (const auto& one : outcomes) {
        if (const auto* refusal = std::get_if<ports::refused_message>(&one)) {
            parts_.telemetry.refused(refusal->why.code);
        }
    }
    return response_of(std::move(*own));
}

response form_submissions::answer_alone(const ports::message_outcome& outcome, const request& asked)
    const {
    if (const auto* refusal = std::get_if<ports::refused_message>(&outcome)) {
        return refuse_(refusal->why, asked);
    }
    const auto* accepted = std::get_if<ports::accepted_message>(&outcome);
    if (accepted == nullptr) {
        response nothing;
        nothing.status = 204;
        return nothing;
    }
    const bool created = accepted->is == ports::accepted_message::novelty::created;
    auto result = exchange::json_response(created ? 201 : 200, accepted->receipt);
    result.headers.emplace_back("Location", "/v1/inzendingen/" + accepted->id.to_string());
    return result;
}

awaitable<response> form_submissions::check(request asked) const {
    if (const auto why = dry_runs_.take(*asked.peer->certificate, parts_.clock.now())) {
        co_return refuse_(*why, asked);
    }
    const auto carried = form_.read(carried_of(asked, parts_.clock.now()));
    co_return co_await check_read(*carried, asked);
}

awaitable<response>
form_submissions::check_read(ports::carried_messages& carried, const request& asked) const {
    if (const auto why = carried.refusal()) {
        co_return exchange::json_response(200, body_of(*why));
    }
    if (const auto question = carried.question()) {
        co_return exchange::json_response(
            200, body_of(question->has_value() ? asks_nothing_to_keep() : question->error())
        );
    }
    std::string list;
    intake::rehearsed before;
    for (auto& one : carried.messages()) {
        const auto said = co_await judge(one, before, asked);
        list += list.empty() ? said : "," + said;
    }
    if (carried.messages().size() == 1) {
        co_return exchange::json_response(200, std::move(list));
    }
    co_return exchange::json_response(200, R"({"resultaten":[)" + list + "]}");
}

awaitable<std::string> form_submissions::judge(
    ports::carried_message& one,
    intake::rehearsed& before,
    const request& asked
) const {
    if (!one.decoded) {
        co_return body_of(one.decoded.error());
    }
    auto who = caller_for(*one.decoded, asked);
    if (!who) {
        co_return body_of(who.error());
    }
    if (intake::is_set_aside(*who, *one.decoded)) {
        co_return body_of_set_aside();
    }
    if (!one.earlier_id.empty()) {
        co_await recognise(one, who->owner);
    }
    auto given = submission_of(one, std::nullopt, std::move(*who), asked);
    const auto said = co_await parts_.intake.reception->check(std::move(given), before);
    co_return body_of(said);
}

}  // namespace adapters::http::api
