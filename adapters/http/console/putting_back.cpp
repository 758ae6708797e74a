#include "adapters/http/console/putting_back.hpp"

#include "adapters/http/console/acting.hpp"
#include "adapters/http/console/closing.hpp"
#include "adapters/http/exchange/json_writer.hpp"

#include <utility>

namespace adapters::http::console {

namespace consumer = hub::instruments::consumer;
using boost::asio::awaitable;
using exchange::request;
using exchange::response;

namespace {

constexpr std::string_view word = "herstel";

act act_of(std::string reason) {
    act done;
    done.what = word;
    done.facts.emplace_back("reden", std::move(reason));
    return done;
}

}  // namespace

hub::ports::async_result<void>
putting_back::record(std::string actor, std::string reason, std::string first) {
    for (auto* const log : parts_.logs) {
        auto done = act_of(reason);
        done.facts.emplace_back("voorgesteldDoor", first);
        const auto recorded = co_await record_act(*log, actor, std::move(done));
        if (!recorded) {
            co_return recorded.error();
        }
    }
    co_return hub::ports::result<void>{};
}

awaitable<response> putting_back::go_on(request asked) {
    const auto body = closing_of(parts_, asked);
    if (!body) {
        co_return refuse_(body.error(), asked);
    }
    if (const auto wrong = refuse_reason(body->reason)) {
        co_return refuse_(*wrong, asked);
    }
    if (!parts_.put_back->is_waiting()) {
        co_return refuse_(
            answering::rejected("niets_te_hervatten", "Deze hub wacht niet op een herstel."), asked
        );
    }
    if (body->how == consumer::execution::rehearse) {
        co_return exchange::json_response(200, R"({"proef":true,"uitkomst":"hervat"})");
    }
    const auto actor = actor_of(*asked.peer);
    const proposal what{"hub", std::string{word}, "hervat", body->reason};
    const auto first = second_person_.propose(what, actor, parts_.clock.now());
    const auto recorded = first ? co_await record(actor, body->reason, *first)
                                : co_await record_act(parts_.audit, actor, act_of(body->reason));
    if (!recorded) {
        co_return refuse_(recorded.error(), asked);
    }
    if (!first) {
        co_return waits_for_second_person();
    }
    const auto gone_on = parts_.put_back->go_on();
    if (!gone_on) {
        co_return refuse_(gone_on.error(), asked);
    }
    exchange::json_writer json;
    json.begin_object().member("proef", false).member("uitkomst", "hervat").begin_array("logs");
    for (const auto* const log : parts_.logs) {
        json.begin_object().member("log", log->log_id()).end_object();
    }
    json.end_array().end_object();
    co_return exchange::json_response(200, json.take());
}

}  // namespace adapters::http::console
