#include "adapters/http/console/parked.hpp"

#include "adapters/http/answering/parameters.hpp"
#include "adapters/http/console/acting.hpp"
#include "adapters/http/console/closing.hpp"
#include "adapters/http/console/messages.hpp"
#include "adapters/http/console/quarantined.hpp"
#include "adapters/http/exchange/json_writer.hpp"
#include "hub/ports/result.hpp"

#include <algorithm>
#include <utility>

namespace adapters::http::console {
namespace {

namespace consumer = hub::instruments::consumer;
namespace model = hub::model;
namespace ports = hub::ports;
using boost::asio::awaitable;
using exchange::json_writer;
using exchange::request;
using exchange::response;

constexpr std::size_t usual_page = 50;
constexpr std::size_t largest_page = 500;

std::string_view to_string(consumer::held_kind kind) {
    return kind == consumer::held_kind::parked ? "geparkeerd" : "wachtend";
}

void write_held(json_writer& json, std::string_view who, const consumer::held_message& held) {
    json.begin_object()
        .member("verwerker", who)
        .member("soort", to_string(held.kind))
        .member("id", held.id)
        .member("code", held.code)
        .member("pogingen", held.attempts)
        .member("sinds", model::to_rfc3339(held.first_at))
        .member("laatst", model::to_rfc3339(held.last_at))
        .member("stroom", model::to_string(held.position.stream))
        .member("partitie", held.position.partition)
        .member("positie", held.position.offset)
        .member_unless_empty("type", held.type)
        .member_unless_empty("afzender", held.owner);
    if (held.casus) {
        json.member("casusId", held.casus->to_string());
    }
    json.member("volgnummer", held.sequence).end_object();
}

response report_answer(const consumer::desk_report& report, consumer::execution how) {
    json_writer json;
    json.begin_object()
        .member("proef", how == consumer::execution::rehearse)
        .member("uitkomst", report.result)
        .member_unless_empty("code", report.code)
        .member("vrijgegeven", report.released)
        .end_object();
    return exchange::json_response(200, json.take());
}

}  // namespace

consumer::parked_desk* parked::desk_of(std::string_view name) const {
    const auto found = std::ranges::find(parts_.desks, name, &named_desk::consumer);
    return found == parts_.desks.end() ? nullptr : found->desk;
}

awaitable<response> parked::list(request asked) const {
    const auto known = answering::only_parameters(asked, {"verwerker", "na", "maximum"});
    if (!known) {
        co_return refuse_(known.error(), asked);
    }
    const auto page = answering::page_of(asked, usual_page, largest_page);
    if (!page) {
        co_return refuse_(page.error(), asked);
    }
    const auto wanted = asked.parameter_of("verwerker");
    json_writer json;
    json.begin_object().begin_array("geparkeerd");
    for (const auto& [name, desk] : parts_.desks) {
        if (wanted && *wanted != name) {
            continue;
        }
        for (const auto kind : {consumer::held_kind::parked, consumer::held_kind::waiting}) {
            const auto held = co_await desk->list(kind, page->after, page->limit);
            if (!held) {
                co_return refuse_(held.error(), asked);
            }
            for (const auto& one : *held) {
                write_held(json, name, one);
            }
        }
    }
    json.end_array();
    // What intake itself parked, because no route was found or no broker takes it.
    if (parts_.store != nullptr && !wanted) {
        ports::message_query query;
        query.state = model::state::geparkeerd;
        query.limit = page->limit;
        const auto found = co_await parts_.store->search(query);
        if (!found) {
            co_return refuse_(found.error(), asked);
        }
        json.begin_array("berichten");
        for (const auto& message : *found) {
            json.begin_object();
            write_message(json, message);
            json.end_object();
        }
        json.end_array();
    }
    if (parts_.quarantine != nullptr && (!wanted || *wanted == quarantine_name)) {
        ports::quarantine_query query;
        query.state = ports::quarantine_state::bewaard;
        query.limit = page->limit;
        const auto found = co_await parts_.quarantine->list(query);
        if (!found) {
            co_return refuse_(found.error(), asked);
        }
        write_quarantined(json, *found);
    }
    json.end_object();
    co_return exchange::json_response(200, json.take());
}

awaitable<response> parked::replay(request asked) {
    auto* desk = desk_of(asked.capture("verwerker"));
    if (desk == nullptr) {
        co_return refuse_(answering::not_found(), asked);
    }
    const auto body = parts_.bodies.replay(asked.body);
    if (!body) {
        co_return refuse_(body.error(), asked);
    }
    const std::string id{asked.capture("id")};
    const std::string who{asked.capture("verwerker")};
    const auto actor = actor_of(*asked.peer);
    if (body->how == consumer::execution::perform) {
        const auto recorded = co_await record_replay(parts_, actor, who, id);
        if (!recorded) {
            co_return refuse_(recorded.error(), asked);
        }
    }
    const auto report = co_await desk->replay(id, actor, body->how);
    if (!report) {
        co_return refuse_(report.error(), asked);
    }
    co_return report_answer(*report, body->how);
}

awaitable<response> parked::close(request asked) {
    auto* desk = desk_of(asked.capture("verwerker"));
    if (desk == nullptr) {
        co_return refuse_(answering::not_found(), asked);
    }
    const auto body = closing_of(parts_, asked);
    if (!body) {
        co_return refuse_(body.error(), asked);
    }
    const std::string id{asked.capture("id")};
    const auto actor = actor_of(*asked.peer);
    // A rehearsal takes one person.
    std::string first = "operator:proef";
    if (body->how == consumer::execution::perform) {
        const std::string who{asked.capture("verwerker")};
        proposal what{who, id, std::string{to_string(body->as)}, body->reason};
        auto recorded = co_await record_closing(parts_, second_person_, actor, std::move(what));
        if (!recorded) {
            co_return refuse_(recorded.error(), asked);
        }
        if (!*recorded) {
            co_return waits_for_second_person();
        }
        first = std::move(**recorded);
    }
    consumer::end_request request_to_end{id, body->as, body->reason, std::move(first), actor};
    const auto report = co_await desk->end(std::move(request_to_end), body->how);
    if (!report && report.error() == ports::errc::refused) {
        co_return refuse_(
            answering::rejected(
                "tweede_persoon_nodig", "Een andere beheerder moet dezelfde sluiting bevestigen."
            ),
            asked
        );
    }
    if (!report) {
        co_return refuse_(report.error(), asked);
    }
    co_return report_answer(*report, body->how);
}

}  // namespace adapters::http::console
