#include "adapters/http/api/quarantined.hpp"

#include "adapters/http/answering/parameters.hpp"
#include "adapters/http/exchange/json_writer.hpp"

namespace adapters::http::api {
namespace {

namespace model = hub::model;
using boost::asio::awaitable;
using exchange::json_writer;
using exchange::request;
using exchange::response;

constexpr std::size_t usual_page = 50;
constexpr std::size_t largest_page = 200;

void write_one(json_writer& json, const hub::ports::quarantined& one) {
    json.begin_object()
        .member("id", one.id.to_string())
        .member("vorm", one.form)
        .member("toestand", hub::ports::to_string(one.state))
        .member("code", one.why.code)
        .member("uitleg", one.why.words)
        .begin_array("invalidParams");
    for (const auto& place : one.why.invalid_params) {
        json.begin_object()
            .member("name", place.name)
            .member("code", place.code)
            .member("reason", place.reason)
            .end_object();
    }
    json.end_array()
        .member("keren", one.times)
        .member("ontvangen", model::to_rfc3339(one.received_at))
        .member("wissenVanaf", model::to_rfc3339(one.erase_at));
    if (one.announced_at) {
        json.member("wissenAangekondigd", model::to_rfc3339(*one.announced_at));
    }
    if (one.became) {
        json.member("inzending", one.became->to_string());
    }
    json.end_object();
}

}  // namespace

awaitable<response> quarantined::list(request asked) const {
    if (const auto wrong = answering::check_accept(asked)) {
        co_return refuse_(*wrong, asked);
    }
    const auto known = answering::only_parameters(asked, {"na", "maximum"});
    if (!known) {
        co_return refuse_(known.error(), asked);
    }
    const auto page = answering::page_of(asked, usual_page, largest_page);
    if (!page) {
        co_return refuse_(page.error(), asked);
    }
    hub::ports::quarantine_query query;
    query.certificate = asked.peer->certificate.value();
    query.limit = page->limit;
    if (page->after > 0) {
        query.before_sequence = page->after;
    }
    const auto found = co_await parts_.intake.quarantined->search(query);
    if (!found) {
        co_return refuse_(found.error(), asked);
    }
    json_writer json;
    json.begin_object().begin_array("quarantaine");
    for (const auto& one : *found) {
        write_one(json, one);
    }
    json.end_array();
    if (found->size() >= query.limit) {
        json.member("volgende", found->back().sequence);
    }
    json.end_object();
    co_return exchange::json_response(200, json.take());
}

}  // namespace adapters::http::api
