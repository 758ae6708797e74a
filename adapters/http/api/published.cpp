#include "adapters/http/api/published.hpp"

#include "adapters/http/answering/parameters.hpp"
#include "adapters/http/answering/refusing.hpp"
#include "adapters/http/answering/seals.hpp"
#include "adapters/http/api/calling.hpp"
#include "adapters/http/exchange/json_writer.hpp"

#include <algorithm>
#include <utility>

namespace adapters::http::api {
namespace {

using answering::check_accept;
using answering::not_found;
using answering::only_parameters;
using answering::page_of;
using answering::rejected;
namespace access = hub::access;
using boost::asio::awaitable;
using exchange::json_writer;
using exchange::request;
using exchange::response;

constexpr std::size_t usual_heads = 100;
constexpr std::size_t largest_heads = 1000;

// An organisation that the configuration lists, or who acts for one.
bool is_participant(
    const access::organisations& snapshot,
    const hub::model::oin& certificate,
    hub::model::timestamp now
) {
    return std::ranges::any_of(
        snapshot.owners_of(certificate, access::right::read_state, now),
        [&snapshot](const hub::model::oin& owner) { return snapshot.find(owner) != nullptr; }
    );
}

void write_heads(
    json_writer& json,
    std::string_view log,
    const std::vector<hub::ports::log_batch>& batches,
    std::size_t limit
) {
    json.begin_object().member("log", log).begin_array("hoofden");
    for (const auto& batch : batches) {
        json.begin_object().member("nummer", batch.number).member("hoofd", batch.head).end_object();
    }
    json.end_array();
    if (!batches.empty() && batches.size() >= limit) {
        json.member("volgende", batches.back().number);
    }
    json.end_object();
}

}  // namespace

awaitable<response> published::openapi(request) const {
    auto answer = exchange::json_response(200, *parts_.openapi);
    answer.headers.emplace_back("Access-Control-Allow-Origin", "*");
    co_return answer;
}

awaitable<response> published::zegels(request asked) const {
    if (const auto wrong = check_accept(asked)) {
        co_return refuse_(*wrong, asked);
    }
    json_writer json;
    json.begin_object();
    answering::write_seals(json, parts_.seals);
    json.end_object();
    co_return exchange::json_response(200, json.take());
}

awaitable<response> published::auditwortels(request asked) const {
    if (const auto wrong = check_accept(asked)) {
        co_return refuse_(*wrong, asked);
    }
    if (const auto known = only_parameters(asked, {"log", "na", "maximum"}); !known) {
        co_return refuse_(known.error(), asked);
    }
    const auto snapshot = parts_.organisations.current();
    if (!is_participant(*snapshot, asked.peer->certificate.value(), parts_.clock.now())) {
        co_return refuse_(
            rejected(
                "alleen_deelnemers", "Dit kan alleen een organisatie die bij de hub is aangesloten."
            ),
            asked
        );
    }
    const auto page = page_of(asked, usual_heads, largest_heads);
    if (!page) {
        co_return refuse_(page.error(), asked);
    }
    const auto wanted = asked.parameter_of("log");
    bool found = !wanted;
    json_writer json;
    json.begin_object().begin_array("logs");
    for (auto* log : parts_.logs) {
        if (wanted && log->log_id() != *wanted) {
            continue;
        }
        found = true;
        const auto batches =
            co_await log->read(page->after + 1, page->limit, hub::ports::leaves::without);
        if (!batches) {
            co_return refuse_(batches.error(), asked);
        }
        write_heads(json, log->log_id(), *batches, page->limit);
    }
    if (!found) {
        co_return refuse_(not_found(), asked);
    }
    json.end_array().end_object();
    co_return exchange::json_response(200, json.take());
}

}  // namespace adapters::http::api
