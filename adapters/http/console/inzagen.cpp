#include "adapters/http/console/inzagen.hpp"

#include "adapters/http/answering/document_answers.hpp"
#include "adapters/http/answering/given_back.hpp"
#include "adapters/http/answering/parameters.hpp"
#include "adapters/http/console/acting.hpp"
#include "adapters/http/exchange/json_writer.hpp"
#include "hub/inzage/records.hpp"

#include <string>
#include <utility>

namespace adapters::http::console {
namespace {

namespace model = hub::model;
using boost::asio::awaitable;
using exchange::json_writer;
using exchange::request;
using exchange::response;
using hub::inzage::inzage_request;

constexpr std::size_t usual_page = 50;
constexpr std::size_t largest_page = 500;

hub::inzage::person person_of(const request& asked) {
    return {actor_of(*asked.peer), asked.peer->organisation};
}

model::decision<model::message_id> id_of(const request& asked) {
    if (const auto id = model::message_id::parse(asked.capture("id"))) {
        return *id;
    }
    return answering::not_found();
}

void write_time(json_writer& json, std::string_view name, std::int64_t at_us) {
    if (at_us != 0) {
        json.member(name, model::to_rfc3339(model::from_microseconds(at_us)));
    }
}

void write_one(json_writer& json, const inzage_request& one) {
    const auto& record = one.record;
    const auto about = model::message_id::from_bytes(record.about());
    json.begin_object()
        .member("volgnummer", one.sequence)
        .member("inzage", one.id.to_string())
        .member("toestand", hub::inzage::to_string(one.stands))
        .member("soort", record.soort())
        .member("id", about ? about->to_string() : std::string{})
        .member("afzender", record.owner_oin())
        .member("deel", hub::inzage::to_string(hub::inzage::part_of(record)));
    if (const auto document = hub::inzage::document_of(record)) {
        json.member("bijlage", document->to_string());
    }
    json.member("reden", record.reden())
        .member_unless_empty("kenmerk", record.kenmerk())
        .member("organisatie", record.organisation())
        .member("gevraagdDoor", record.asked_by());
    write_time(json, "gevraagd", record.asked_at_us());
    json.member_unless_empty("goedgekeurdDoor", record.approved_by());
    write_time(json, "goedgekeurd", record.approved_at_us());
    json.member("keren", record.looks());
    write_time(json, "laatst", record.looked_at_us());
    json.member_unless_empty("beeindigdDoor", record.ended_by());
    write_time(json, "beeindigd", record.ended_at_us());
    if (one.until) {
        json.member("tot", model::to_rfc3339(*one.until));
    }
    json.end_object();
}

}  // namespace

std::optional<model::rejection> inzagen::too_often(const request& asked) {
    // Operators' certificates carry an OIN; those without one share a place.
    return rate_.take(asked.peer->certificate.value_or(model::oin{}), parts_.clock.now());
}

response inzagen::answer(const model::decision<inzage_request>& one, const request& asked) const {
    if (!one) {
        return refuse_(one.error(), asked);
    }
    json_writer json;
    write_one(json, *one);
    return exchange::json_response(200, json.take());
}

awaitable<response> inzagen::list(request asked) const {
    const auto known = answering::only_parameters(asked, {"stand", "na", "maximum"});
    if (!known) {
        co_return refuse_(known.error(), asked);
    }
    const auto page = answering::page_of(asked, usual_page, largest_page);
    if (!page) {
        co_return refuse_(page.error(), asked);
    }
    const auto which = asked.parameter_of("stand").value_or("open");
    if (which != "open" && which != "beeindigd") {
        co_return refuse_(answering::wrong_parameter("stand", "Kies open of beeindigd."), asked);
    }
    const auto standing =
        which == "open" ? hub::inzage::standing::open : hub::inzage::standing::ended;
    const auto found = co_await parts_.inzage->list(standing, page->after, page->limit);
    if (!found) {
        co_return refuse_(found.error(), asked);
    }
    json_writer json;
    json.begin_object().begin_array("inzagen");
    for (const auto& one : *found) {
        write_one(json, one);
    }
    json.end_array();
    if (found->size() >= page->limit) {
        json.member("volgende", found->back().sequence);
    }
    json.end_object();
    co_return exchange::json_response(200, json.take());
}

awaitable<response> inzagen::show(request asked) const {
    const auto id = id_of(asked);
    if (!id) {
        co_return refuse_(id.error(), asked);
    }
    const auto found = co_await parts_.inzage->find(*id);
    co_return answer(found, asked);
}

awaitable<response> inzagen::ask(request asked) {
    if (const auto busy = too_often(asked)) {
        co_return refuse_(*busy, asked);
    }
    if (const auto wrong = answering::check_content_type(asked)) {
        co_return refuse_(*wrong, asked);
    }
    auto body = parts_.bodies.inzage(asked.body);
    if (!body) {
        co_return refuse_(body.error(), asked);
    }
    const auto added = co_await parts_.inzage->ask(std::move(*body), person_of(asked));
    auto told = answer(added, asked);
    if (added) {
        told.status = 201;
        told.headers.emplace_back("Location", "/api/inzagen/" + added->id.to_string());
    }
    co_return told;
}

awaitable<response> inzagen::approve(request asked) {
    if (const auto busy = too_often(asked)) {
        co_return refuse_(*busy, asked);
    }
    const auto id = id_of(asked);
    if (!id) {
        co_return refuse_(id.error(), asked);
    }
    const auto approved = co_await parts_.inzage->approve(*id, person_of(asked));
    co_return answer(approved, asked);
}

awaitable<response> inzagen::end(request asked) {
    if (const auto busy = too_often(asked)) {
        co_return refuse_(*busy, asked);
    }
    const auto id = id_of(asked);
    if (!id) {
        co_return refuse_(id.error(), asked);
    }
    const auto ended = co_await parts_.inzage->end(*id, person_of(asked));
    co_return answer(ended, asked);
}

awaitable<response> inzagen::look(request asked) {
    if (const auto busy = too_often(asked)) {
        co_return refuse_(*busy, asked);
    }
    const auto id = id_of(asked);
    if (!id) {
        co_return refuse_(id.error(), asked);
    }
    auto content = co_await parts_.inzage->look(*id, person_of(asked));
    if (!content) {
        co_return refuse_(content.error(), asked);
    }
    auto given = answering::give_back(
        id->to_string(), content->form, content->content_type, std::move(content->body)
    );
    if (content->document != nullptr) {
        given.pieces = answering::give_out(std::move(content->document)).pieces;
    }
    co_return given;
}

}  // namespace adapters::http::console
