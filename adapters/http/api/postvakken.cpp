#include "adapters/http/api/postvakken.hpp"

#include "adapters/http/answering/document_answers.hpp"
#include "adapters/http/answering/parameters.hpp"
#include "adapters/http/answering/refusing.hpp"
#include "adapters/http/api/calling.hpp"
#include "adapters/http/exchange/json_writer.hpp"
#include "hub/ports/result.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

namespace adapters::http::api {
namespace {

using answering::check_accept;
using answering::check_content_type;
using answering::not_found;
using answering::only_parameters;
using answering::page_of;
using answering::rejected;
namespace access = hub::access;
namespace delivery = hub::delivery;
namespace model = hub::model;
using boost::asio::awaitable;
using exchange::json_writer;
using exchange::request;
using exchange::response;

constexpr std::size_t usual_page = 50;
constexpr std::size_t largest_page = 100;
constexpr std::chrono::seconds longest_wait{30};
// Our own form, whatever the organisation's configuration says.
constexpr std::string_view own_page_type = "application/vnd.multiproblematiek.postvak+json";

void write_message(
    json_writer& json,
    const delivery::postvak_message& message,
    const hub::ports::encoder& encoder
) {
    json.begin_object()
        .member("volgnummer", message.sequence)
        .member("inzending", message.id.to_string());
    if (message.casus) {
        json.member("casusId", message.casus->to_string());
    }
    json.member("soort", model::to_string(message.type)).member("afzender", message.sender.text());
    if (message.refers_to) {
        json.member("antwoordOp", message.refers_to->to_string());
    }
    json.member("ontvangen", model::to_rfc3339(message.accepted_at))
        .member("klaargezet", model::to_rfc3339(message.arrived_at))
        .member("toestand", model::to_string(message.state))
        .member("uitgiften", message.attempts);
    if (message.lease_until) {
        json.member("uitgegevenTot", model::to_rfc3339(*message.lease_until));
    }
    json.member_unless_empty("code", message.code);
    if (message.content) {
        json.raw_member("inhoud", encoder.encode(*message.content));
    }
    if (!message.attachments.empty()) {
        json.begin_array("bijlagen");
        for (const auto& one : message.attachments) {
            json.begin_object();
            answering::write_attachment(json, one);
            json.end_object();
        }
        json.end_array();
    }
    json.end_object();
}

response page_in(
    const hub::ports::delivery_form& form,
    const model::oin& postvak,
    const std::vector<delivery::postvak_message>& messages,
    model::timestamp now
) {
    std::vector<hub::ports::leaving_message> all;
    for (const auto& message : messages) {
        all.push_back(delivery::leaving(message, postvak));
    }
    auto written = form.write_page(all, now);
    response result;
    result.status = written.content_type.empty() ? 204 : 200;
    result.content_type = std::move(written.content_type);
    result.headers = std::move(written.headers);
    result.body = std::move(written.body);
    return result;
}

// For forms whose pages have no place for it (RFC 8288).
std::string next_page(const model::oin& postvak, std::uint64_t after, std::size_t limit) {
    return "</v1/postvakken/" + postvak.to_string() + "/berichten?na=" + std::to_string(after) +
           "&maximum=" + std::to_string(limit) + ">; rel=\"next\"";
}

}  // namespace

model::decision<model::oin> postvakken::postvak_of(const request& asked) const {
    const auto postvak = model::oin::parse(asked.capture("oin"));
    if (!postvak) {
        return not_found();
    }
    const auto snapshot = parts_.organisations.current();
    auto who = access::resolve_caller(
        snapshot,
        asked.peer->certificate.value(),
        postvak,
        access::right::postvak,
        parts_.clock.now()
    );
    if (!who) {
        // Whether that organisation exists is none of the caller's business.
        return who.error().code == "namens_niet_toegestaan" ? not_found() : std::move(who).error();
    }
    if (!access::may_read_postvak(*who, *postvak)) {
        return not_found();
    }
    return *postvak;
}

model::decision<postvakken::place> postvakken::place_of(const request& asked) const {
    if (auto wrong = check_accept(asked)) {
        return std::move(*wrong);
    }
    auto postvak = postvak_of(asked);
    if (!postvak) {
        return std::move(postvak).error();
    }
    const auto message = model::message_id::parse(asked.capture("id"));
    if (!message) {
        return not_found();
    }
    return place{*postvak, *message};
}

response postvakken::refused(const boost::system::error_code& error, const request& asked) const {
    if (error == hub::ports::errc::refused) {
        return refuse_(
            rejected(
                "recht_vervallen",
                "Dit postvak mag nu niet worden geleegd. Neem contact op met de beheerder."
            ),
            asked
        );
    }
    return refuse_(error, asked);
}

model::decision<postvakken::page_form>
postvakken::form_of(const model::oin& postvak, const request& asked) const {
    if (answering::asks_for(asked, own_page_type)) {
        return page_form{nullptr, own_page_type};
    }
    const auto snapshot = parts_.organisations.current();
    const auto* organisation = snapshot->find(postvak);
    const auto which =
        organisation == nullptr ? access::outgoing_form::json : organisation->delivery.form;
    page_form result{nullptr, "application/json"};
    if (which != access::outgoing_form::json) {
        result.form = parts_.outgoing.find(which);
        result.content_type =
            result.form == nullptr ? result.content_type : result.form->page_type();
    }
    if (!answering::accepts(asked, result.content_type)) {
        return rejected(
            "antwoordvorm_niet_leverbaar",
            "Dit postvak antwoordt in " + std::string{result.content_type} + ", of in " +
                std::string{own_page_type} + " als u daarom vraagt."
        );
    }
    return result;
}

void postvakken::report(const std::vector<delivery::postvak_message>& messages) const {
    for (const auto& message : messages) {
        if (message.code == "niet_authentiek") {
            parts_.telemetry.not_authentic("postvak", message.code);
        }
    }
}

response postvakken::answer(
    const model::oin& postvak,
    const page_form& form,
    const std::vector<delivery::postvak_message>& messages,
    std::size_t limit
) const {
    report(messages);
    const bool goes_on = !messages.empty() && messages.size() >= limit;
    if (form.form != nullptr) {
        auto result = page_in(*form.form, postvak, messages, parts_.clock.now());
        if (goes_on) {
            result.headers.emplace_back(
                "Link", next_page(postvak, messages.back().sequence, limit)
            );
        }
        return result;
    }
    json_writer json;
    json.begin_object().begin_array("berichten");
    for (const auto& message : messages) {
        write_message(json, message, parts_.encoder);
    }
    json.end_array();
    if (goes_on) {
        json.member("volgende", messages.back().sequence);
    }
    json.end_object();
    auto result = exchange::json_response(200, json.take());
    result.content_type = form.content_type;
    return result;
}

awaitable<response> postvakken::show(request asked) const {
    if (const auto wrong = check_accept(asked)) {
        co_return refuse_(*wrong, asked);
    }
    const auto snapshot = parts_.organisations.current();
    json_writer json;
    json.begin_object().begin_array("postvakken");
    for (const auto& oin : access::readable_postvakken(
             *snapshot, asked.peer->certificate.value(), parts_.clock.now()
         )) {
        const auto* organisation = snapshot->find(oin);
        json.begin_object()
            .member("oin", oin.text())
            .member("naam", organisation == nullptr ? "" : std::string_view{organisation->naam})
            .end_object();
    }
    json.end_array().end_object();
    co_return exchange::json_response(200, json.take());
}

awaitable<response> postvakken::list(request asked) const {
    const auto postvak = postvak_of(asked);
    if (!postvak) {
        co_return refuse_(postvak.error(), asked);
    }
    if (const auto known = only_parameters(asked, {"na", "maximum"}); !known) {
        co_return refuse_(known.error(), asked);
    }
    const auto page = page_of(asked, usual_page, largest_page);
    if (!page) {
        co_return refuse_(page.error(), asked);
    }
    const auto form = form_of(*postvak, asked);
    if (!form) {
        co_return refuse_(form.error(), asked);
    }
    const auto messages = co_await parts_.postvakken->list(*postvak, page->after, page->limit);
    if (!messages) {
        co_return refused(messages.error(), asked);
    }
    co_return answer(*postvak, *form, *messages, page->limit);
}

awaitable<response> postvakken::read(request asked) const {
    const auto where = place_of(asked);
    if (!where) {
        co_return refuse_(where.error(), asked);
    }
    const auto message = co_await parts_.postvakken->read(where->postvak, where->message);
    if (!message) {
        co_return refused(message.error(), asked);
    }
    json_writer json;
    write_message(json, *message, parts_.encoder);
    co_return exchange::json_response(200, json.take());
}

awaitable<response> postvakken::claim(request asked) const {
    const auto postvak = postvak_of(asked);
    if (!postvak) {
        co_return refuse_(postvak.error(), asked);
    }
    if (const auto wrong = asked.body.empty() ? std::nullopt : check_content_type(asked)) {
        co_return refuse_(*wrong, asked);
    }
    const auto form = form_of(*postvak, asked);
    if (!form) {
        co_return refuse_(form.error(), asked);
    }
    const auto wanted = parts_.bodies.claim(asked.body);
    if (!wanted) {
        co_return refuse_(wanted.error(), asked);
    }
    delivery::claim_request claim{
        *postvak,
        asked.peer->certificate.value().to_string(),
        wanted->most,
        wanted->lease,
        std::min(wanted->wait, longest_wait)};
    const auto messages = co_await parts_.postvakken->claim(std::move(claim));
    if (!messages) {
        co_return refused(messages.error(), asked);
    }
    // Claimed work is no page: there is nothing to go on from.
    co_return answer(*postvak, *form, *messages, messages->size() + 1);
}

awaitable<response> postvakken::acknowledge(request asked) const {
    const auto where = place_of(asked);
    if (!where) {
        co_return refuse_(where.error(), asked);
    }
    if (const auto wrong = asked.body.empty() ? std::nullopt : check_content_type(asked)) {
        co_return refuse_(*wrong, asked);
    }
    if (const auto body = parts_.bodies.nothing(asked.body); !body) {
        co_return refuse_(body.error(), asked);
    }
    const auto done = co_await parts_.postvakken->acknowledge(where->postvak, where->message);
    if (!done) {
        co_return refused(done.error(), asked);
    }
    response answer;
    answer.status = 204;
    co_return answer;
}

awaitable<response> postvakken::refuse(request asked) const {
    const auto where = place_of(asked);
    if (!where) {
        co_return refuse_(where.error(), asked);
    }
    if (const auto wrong = check_content_type(asked)) {
        co_return refuse_(*wrong, asked);
    }
    auto why = parts_.bodies.refusal(asked.body);
    if (!why) {
        co_return refuse_(why.error(), asked);
    }
    const auto done =
        co_await parts_.postvakken->refuse(where->postvak, where->message, std::move(*why));
    if (!done) {
        co_return refused(done.error(), asked);
    }
    response answer;
    answer.status = 204;
    co_return answer;
}

awaitable<response> postvakken::document(request asked) const {
    const auto postvak = postvak_of(asked);
    if (!postvak) {
        co_return refuse_(postvak.error(), asked);
    }
    const auto message = model::message_id::parse(asked.capture("id"));
    const auto wanted = model::document_id::parse(asked.capture("bijlage"));
    if (!message || !wanted) {
        co_return refuse_(not_found(), asked);
    }
    const auto found = co_await parts_.postvakken->read(*postvak, *message);
    if (!found) {
        co_return refused(found.error(), asked);
    }
    const auto& attachments = found->attachments;
    const bool refers =
        std::any_of(attachments.begin(), attachments.end(), [&wanted](const auto& one) {
            return one.document == wanted;
        });
    if (!refers) {
        co_return refuse_(
            found->code == "gewist" ? rejected("gewist", "De inhoud is gewist.") : not_found(),
            asked
        );
    }
    auto opened = co_await parts_.given_out->open(found->sender, *wanted);
    if (!opened) {
        co_return refuse_(opened.error(), asked);
    }
    co_return answering::give_out(std::move(*opened));
}

}  // namespace adapters::http::api
