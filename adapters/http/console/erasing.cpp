#include "adapters/http/console/erasing.hpp"

#include "adapters/http/answering/parameters.hpp"
#include "adapters/http/console/acting.hpp"
#include "adapters/http/console/closing.hpp"
#include "adapters/http/exchange/json_writer.hpp"
#include "hub/ports/result.hpp"

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

constexpr std::string_view word = "wissing";

void write_one(json_writer& json, const ports::planned_erasure& one) {
    json.begin_object()
        .member("casusId", one.casus.to_string())
        .member("toestand", ports::to_string(one.state))
        .member("reden", one.reason)
        .member("aangekondigd", model::to_rfc3339(one.announced_at))
        .member("wissenVanaf", model::to_rfc3339(one.erase_at))
        .member("sinds", model::to_rfc3339(one.changed_at))
        .end_object();
}

act act_on(std::string_view what, const model::casus_id& casus, std::string reason) {
    act done;
    done.what = what;
    done.casus = casus;
    done.facts.emplace_back("reden", std::move(reason));
    return done;
}

// What it is, if it is to be said of one that is to be erased.
struct asked_erasure {
    model::casus_id casus;
    closing_body body;
};

model::decision<asked_erasure> read(const parts& given, const request& asked) {
    const auto casus = model::casus_id::parse(asked.capture("id"));
    if (!casus) {
        return answering::not_found();
    }
    auto body = closing_of(given, asked);
    if (!body) {
        return body.error();
    }
    if (auto wrong = refuse_reason(body->reason)) {
        return std::move(*wrong);
    }
    return asked_erasure{*casus, std::move(*body)};
}

}  // namespace

response erasing::refuse(const boost::system::error_code& why, const request& asked) const {
    if (why == ports::make_error_code(ports::errc::conflict)) {
        return refuse_(
            answering::rejected(
                "toestand_gewijzigd", "Deze casus is al aangekondigd of gewist; zie /api/wissingen."
            ),
            asked
        );
    }
    return refuse_(why, asked);
}

awaitable<response> erasing::list(request asked) const {
    const auto known = answering::only_parameters(asked, {});
    if (!known) {
        co_return refuse_(known.error(), asked);
    }
    const auto all = co_await parts_.erasure->list();
    if (!all) {
        co_return refuse_(all.error(), asked);
    }
    json_writer json;
    json.begin_object().begin_array("wissingen");
    for (const auto& one : *all) {
        write_one(json, one);
    }
    json.end_array().end_object();
    co_return exchange::json_response(200, json.take());
}

awaitable<response> erasing::erase(request asked) {
    auto wanted = read(parts_, asked);
    if (!wanted) {
        co_return refuse_(wanted.error(), asked);
    }
    const auto messages = co_await parts_.erasure->look(wanted->casus);
    if (!messages) {
        co_return refuse(messages.error(), asked);
    }
    if (wanted->body.how == consumer::execution::rehearse) {
        json_writer json;
        json.begin_object().member("proef", true).member("inzendingen", *messages).end_object();
        co_return exchange::json_response(200, json.take());
    }
    co_return co_await announce(asked, wanted->casus, std::move(wanted->body.reason));
}

awaitable<response>
erasing::announce(const request& asked, model::casus_id casus, std::string reason) {
    const auto actor = actor_of(*asked.peer);
    const proposal what{"casus", casus.to_string(), std::string{word}, reason};
    const auto first = second_person_.propose(what, actor, parts_.clock.now());
    auto done = act_on(word, casus, reason);
    if (first) {
        done.facts.emplace_back("voorgesteldDoor", *first);
    }
    const auto recorded = co_await record_act(parts_.audit, actor, std::move(done));
    if (!recorded) {
        co_return refuse_(recorded.error(), asked);
    }
    if (!first) {
        co_return waits_for_second_person();
    }
    hub::intake::erasure_request wanted{casus, std::move(reason), *first, actor};
    const auto announced = co_await parts_.erasure->announce(std::move(wanted));
    if (!announced) {
        co_return refuse(announced.error(), asked);
    }
    json_writer json;
    write_one(json, *announced);
    co_return exchange::json_response(200, json.take());
}

awaitable<response> erasing::withdraw(request asked) {
    auto wanted = read(parts_, asked);
    if (!wanted) {
        co_return refuse_(wanted.error(), asked);
    }
    if (wanted->body.how == consumer::execution::rehearse) {
        co_return exchange::json_response(200, R"({"proef":true,"toestand":"ingetrokken"})");
    }
    auto done = act_on("wissing_ingetrokken", wanted->casus, std::move(wanted->body.reason));
    const auto recorded = co_await record_act(parts_.audit, actor_of(*asked.peer), std::move(done));
    if (!recorded) {
        co_return refuse_(recorded.error(), asked);
    }
    const auto withdrawn = co_await parts_.erasure->withdraw(wanted->casus);
    if (!withdrawn) {
        co_return refuse(withdrawn.error(), asked);
    }
    co_return exchange::json_response(200, R"({"toestand":"ingetrokken"})");
}

}  // namespace adapters::http::console
