#include "adapters/http/console/quarantined.hpp"

#include "adapters/http/answering/parameters.hpp"
#include "adapters/http/console/acting.hpp"
#include "adapters/http/console/closing.hpp"
#include "hub/ports/result.hpp"

#include <optional>
#include <string>
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

void write_places(json_writer& json, const std::vector<model::invalid_param>& places) {
    json.begin_array("plaatsen");
    for (const auto& one : places) {
        json.begin_object()
            .member("name", one.name)
            .member("code", one.code)
            .member("reason", one.reason)
            .end_object();
    }
    json.end_array();
}

void write_one(json_writer& json, const ports::quarantined& one) {
    json.begin_object()
        .member("volgnummer", one.sequence)
        .member("id", one.id.to_string())
        .member("afzender", one.certificate.text())
        .member("vorm", one.form)
        .member("toestand", ports::to_string(one.state))
        .member("code", one.why.code)
        .member("uitleg", one.why.words);
    write_places(json, one.why.invalid_params);
    json.member("grootte", one.size)
        .member("keren", one.times)
        .member("ontvangen", model::to_rfc3339(one.received_at))
        .member("laatst", model::to_rfc3339(one.last_at))
        .member("wissenVanaf", model::to_rfc3339(one.erase_at));
    if (one.announced_at) {
        json.member("wissenAangekondigd", model::to_rfc3339(*one.announced_at));
    }
    if (one.ended_at) {
        json.member("beeindigd", model::to_rfc3339(*one.ended_at));
    }
    if (one.became) {
        json.member("inzending", one.became->to_string());
    }
    json.member_unless_empty("reden", one.reason).end_object();
}

// Of one message; for those of a batch the place in it stands before.
void write_verdict(json_writer& json, const hub::intake::quarantine_report& report) {
    json.member("uitkomst", report.result);
    if (report.why) {
        json.member("code", report.why->code).member("uitleg", report.why->words);
        write_places(json, report.why->invalid_params);
    }
    if (report.became) {
        json.member("inzending", report.became->to_string());
    }
}

void write_report(
    json_writer& json,
    const model::message_id& id,
    const hub::intake::quarantine_report& report
) {
    json.begin_object().member("id", id.to_string());
    write_verdict(json, report);
    if (!report.events.empty()) {
        json.begin_array("gebeurtenissen");
        for (std::size_t at = 0; at < report.events.size(); ++at) {
            json.begin_object().member("plaats", at);
            write_verdict(json, report.events[at]);
            json.end_object();
        }
        json.end_array();
    }
    json.end_object();
}

model::decision<ports::quarantine_query> query_of(const request& asked) {
    ports::quarantine_query query;
    if (const auto text = asked.parameter_of("afzender")) {
        query.certificate = model::oin::parse(*text);
        if (!query.certificate) {
            return answering::wrong_parameter("afzender", "Dit is geen OIN van 20 posities.");
        }
    }
    if (const auto text = asked.parameter_of("toestand")) {
        query.state = ports::parse_quarantine_state(*text);
        if (!query.state) {
            return answering::wrong_parameter("toestand", "Deze toestand bestaat niet.");
        }
    }
    const auto page = answering::page_of(asked, usual_page, largest_page);
    if (!page) {
        return page.error();
    }
    if (page->after > 0) {
        query.before_sequence = page->after;
    }
    query.limit = page->limit;
    return query;
}

bool matches(const request& asked, const ports::quarantined& one) {
    const auto code = asked.parameter_of("code");
    const auto form = asked.parameter_of("vorm");
    return (!code || *code == one.why.code) && (!form || *form == one.form);
}

}  // namespace

void write_quarantined(json_writer& json, const std::vector<ports::quarantined>& found) {
    json.begin_array(quarantine_name);
    for (const auto& one : found) {
        write_one(json, one);
    }
    json.end_array();
}

std::string_view quarantined::name_of(room where) noexcept {
    return where == room::intake ? intake_name : quarantine_name;
}

ports::async_result<void>
quarantined::end(room where, model::message_id id, consumer::ending as, std::string reason) {
    if (where == room::intake) {
        return parts_.intake->close(id, as, std::move(reason));
    }
    return parts_.quarantine->close(id, std::move(reason));
}

awaitable<response> quarantined::list(request asked) const {
    const auto known = answering::only_parameters(asked, {"afzender", "toestand", "na", "maximum"});
    if (!known) {
        co_return refuse_(known.error(), asked);
    }
    const auto query = query_of(asked);
    if (!query) {
        co_return refuse_(query.error(), asked);
    }
    const auto found = co_await parts_.quarantine->list(*query);
    if (!found) {
        co_return refuse_(found.error(), asked);
    }
    json_writer json;
    json.begin_object();
    write_quarantined(json, *found);
    if (found->size() >= query->limit) {
        json.member("volgende", found->back().sequence);
    }
    json.end_object();
    co_return exchange::json_response(200, json.take());
}

ports::async_result<hub::intake::quarantine_report> quarantined::hand_in_again(
    room where,
    const request& asked,
    model::message_id id,
    consumer::execution how
) {
    if (how == consumer::execution::perform) {
        const std::string name{name_of(where)};
        const auto recorded =
            co_await record_replay(parts_, actor_of(*asked.peer), name, id.to_string());
        if (!recorded) {
            co_return recorded.error();
        }
    }
    if (where == room::intake) {
        co_return co_await parts_.intake->replay(id, how);
    }
    co_return co_await parts_.quarantine->replay(id, how);
}

awaitable<response> quarantined::replay(request asked) {
    return replay_in(room::quarantine, std::move(asked));
}

awaitable<response> quarantined::replay_parked(request asked) {
    return replay_in(room::intake, std::move(asked));
}

awaitable<response> quarantined::replay_in(room where, request asked) {
    const auto id = model::message_id::parse(asked.capture("id"));
    if (!id) {
        co_return refuse_(answering::not_found(), asked);
    }
    const auto body = parts_.bodies.replay(asked.body);
    if (!body) {
        co_return refuse_(body.error(), asked);
    }
    const auto report = co_await hand_in_again(where, asked, *id, body->how);
    if (!report) {
        co_return refuse_(report.error(), asked);
    }
    json_writer json;
    json.begin_object().member("proef", body->how == consumer::execution::rehearse);
    json.begin_array("resultaten");
    write_report(json, *id, *report);
    json.end_array().end_object();
    co_return exchange::json_response(200, json.take());
}

awaitable<response> quarantined::replay_many(request asked) {
    const auto known =
        answering::only_parameters(asked, {"afzender", "code", "vorm", "na", "maximum"});
    if (!known) {
        co_return refuse_(known.error(), asked);
    }
    auto query = query_of(asked);
    if (!query) {
        co_return refuse_(query.error(), asked);
    }
    const auto body = parts_.bodies.replay(asked.body);
    if (!body) {
        co_return refuse_(body.error(), asked);
    }
    query->state = ports::quarantine_state::bewaard;
    const auto found = co_await parts_.quarantine->list(*query);
    if (!found) {
        co_return refuse_(found.error(), asked);
    }
    json_writer json;
    json.begin_object().member("proef", body->how == consumer::execution::rehearse);
    json.begin_array("resultaten");
    for (const auto& one : *found) {
        if (!matches(asked, one)) {
            continue;
        }
        const auto report = co_await hand_in_again(room::quarantine, asked, one.id, body->how);
        if (report) {
            write_report(json, one.id, *report);
        } else {
            // One that ended meanwhile, or that can't be done now: the others go on.
            const auto why = answering::rejection_of(report.error());
            write_report(json, one.id, {"niet_gedaan", why, std::nullopt});
        }
    }
    json.end_array();
    if (found->size() >= query->limit) {
        json.member("volgende", found->back().sequence);
    }
    json.end_object();
    co_return exchange::json_response(200, json.take());
}

awaitable<response> quarantined::close(request asked) {
    return close_in(room::quarantine, std::move(asked));
}

awaitable<response> quarantined::close_parked(request asked) {
    return close_in(room::intake, std::move(asked));
}

awaitable<response> quarantined::close_in(room where, request asked) {
    const auto id = model::message_id::parse(asked.capture("id"));
    if (!id) {
        co_return refuse_(answering::not_found(), asked);
    }
    const auto body = closing_of(parts_, asked);
    if (!body) {
        co_return refuse_(body.error(), asked);
    }
    if (const auto wrong = refuse_reason(body->reason)) {
        co_return refuse_(*wrong, asked);
    }
    if (body->how == consumer::execution::rehearse) {
        co_return exchange::json_response(200, R"({"proef":true,"uitkomst":"gesloten"})");
    }
    // The sender of what is in quarantine gets no state: it never was a message.
    const auto as = where == room::intake ? body->as : consumer::ending::afgesloten;
    proposal what{
        std::string{name_of(where)}, id->to_string(), std::string{to_string(as)}, body->reason};
    const auto first =
        co_await record_closing(parts_, second_person_, actor_of(*asked.peer), std::move(what));
    if (!first) {
        co_return refuse_(first.error(), asked);
    }
    if (!*first) {
        co_return waits_for_second_person();
    }
    const auto closed = co_await end(where, *id, as, body->reason);
    if (!closed) {
        co_return refuse_(closed.error(), asked);
    }
    co_return exchange::json_response(200, R"({"proef":false,"uitkomst":"gesloten"})");
}

}  // namespace adapters::http::console
