#include "adapters/http/console/streams.hpp"

#include "adapters/http/answering/parameters.hpp"
#include "adapters/http/console/acting.hpp"
#include "adapters/http/exchange/json_writer.hpp"

#include <algorithm>
#include <chrono>
#include <string>
#include <utility>

namespace adapters::http::console {
namespace {

namespace model = hub::model;
namespace ports = hub::ports;
using boost::asio::awaitable;
using exchange::json_writer;
using exchange::request;
using exchange::response;

constexpr std::uint64_t usual_hours = 24;
// As long as books remember what they sent and handled.
constexpr std::uint64_t most_hours = 24 * 30;

void write_role(json_writer& json, const role_standing& one) {
    json.begin_object()
        .member("rol", one.role)
        .member("onderweg", one.in_flight)
        .member_unless_empty("fout", one.trouble)
        .member_unless_empty("laatsteFout", one.last_trouble);
    if (!one.last_trouble.empty()) {
        json.member("laatsteFoutOp", model::to_rfc3339(one.last_trouble_at));
    }
    json.end_object();
}

void write_lag(json_writer& json, const ports::partition_lag& one) {
    json.begin_object()
        .member("verwerker", one.group)
        .member("stroom", model::to_string(one.position.stream))
        .member("partitie", one.position.partition)
        .member("positie", one.position.offset)
        .member("einde", one.end)
        .member("achterstand", std::max<std::int64_t>(one.end - one.position.offset, 0))
        .member("onderhanden", one.in_hand)
        .end_object();
}

}  // namespace

awaitable<response> streams::show(request asked) const {
    const auto known = answering::only_parameters(asked, {});
    if (!known) {
        co_return refuse_(known.error(), asked);
    }
    json_writer json;
    const auto trouble = parts_.transport->trouble();
    json.begin_object()
        .member("soort", parts_.transport->kind())
        .member("status", trouble.empty() ? "gereed" : "gereed_met_beperking")
        .member_unless_empty("reden", trouble)
        .begin_array("rollen");
    for (const auto& one : parts_.transport->standings()) {
        write_role(json, one);
    }
    json.end_array().begin_array("stromen");
    auto lags = parts_.broker->lags();
    std::ranges::sort(lags, {}, [](const ports::partition_lag& one) {
        return std::pair{one.group, one.position};
    });
    for (const auto& one : lags) {
        write_lag(json, one);
    }
    json.end_array().end_object();
    co_return exchange::json_response(200, json.take());
}

awaitable<response> streams::resume(request asked) const {
    const auto found =
        std::ranges::find(parts_.readers, asked.capture("verwerker"), &named_reader::consumer);
    if (found == parts_.readers.end()) {
        co_return refuse_(answering::not_found(), asked);
    }
    act done;
    done.what = "hervatting";
    done.facts.emplace_back("verwerker", found->consumer);
    const auto recorded = co_await record_act(parts_.audit, actor_of(*asked.peer), std::move(done));
    if (!recorded) {
        co_return refuse_(recorded.error(), asked);
    }
    const auto moved = co_await found->reader->resume();
    if (!moved && moved.error() == ports::errc::not_found) {
        co_return refuse_(
            answering::rejected(
                "niets_te_hervatten", "Deze rol heeft zijn plaats en is niet gestopt."
            ),
            asked
        );
    }
    if (!moved) {
        co_return refuse_(moved.error(), asked);
    }
    json_writer json;
    json.begin_object().member("verwerker", found->consumer).begin_array("hervat");
    for (const auto& one : *moved) {
        json.begin_object()
            .member("stroom", model::to_string(one.stream))
            .member("partitie", one.partition)
            .member("vanaf", one.offset)
            .end_object();
    }
    json.end_array().end_object();
    co_return exchange::json_response(200, json.take());
}

awaitable<response> streams::publish_again(request asked) const {
    const auto known = answering::only_parameters(asked, {"uren"});
    if (!known) {
        co_return refuse_(known.error(), asked);
    }
    const auto hours = answering::number_parameter(asked, "uren", usual_hours);
    if (!hours) {
        co_return refuse_(hours.error(), asked);
    }
    if (*hours == 0 || *hours > most_hours) {
        co_return refuse_(answering::wrong_parameter("uren", "Van 1 tot en met 720 uur."), asked);
    }
    act done;
    done.what = "herpublicatie";
    done.facts.emplace_back("uren", std::to_string(*hours));
    const auto recorded = co_await record_act(parts_.audit, actor_of(*asked.peer), std::move(done));
    if (!recorded) {
        co_return refuse_(recorded.error(), asked);
    }
    const auto count = co_await parts_.again->publish_again(
        parts_.clock.now() - std::chrono::hours{static_cast<std::int64_t>(*hours)}
    );
    if (!count) {
        co_return refuse_(count.error(), asked);
    }
    json_writer json;
    json.begin_object().member("aantal", *count).end_object();
    co_return exchange::json_response(200, json.take());
}

}  // namespace adapters::http::console
