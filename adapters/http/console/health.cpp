#include "adapters/http/console/health.hpp"

#include "adapters/http/console/roles.hpp"
#include "adapters/http/exchange/json_writer.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace adapters::http::console {
namespace {

using boost::asio::awaitable;
using exchange::request;
using exchange::response;
using hub::runtime::component_readiness;
using hub::runtime::readiness_state;

std::string_view word_of(readiness_state state) {
    switch (state) {
        case readiness_state::ready:
            return "gereed";
        case readiness_state::hindered:
            return "gereed_met_beperking";
        case readiness_state::degraded:
            return "niet_gereed";
    }
    return {};
}

// What was reported, and what the store says of itself at this moment.
std::vector<component_readiness> components_of(const parts& given) {
    auto result = given.readiness.report();
    if (given.store != nullptr) {
        const auto store = given.store->health();
        result.push_back(
            {"berichtenopslag (nu)",
             store.writable ? readiness_state::ready : readiness_state::degraded,
             store.reason}
        );
    }
    return result;
}

}  // namespace

awaitable<response> health::livez(request) const {
    co_return exchange::json_response(200, R"({"status":"leeft"})");
}

awaitable<response> health::readyz(request asked) const {
    const auto components = components_of(parts_);
    // The worst of all parts; nothing reported yet is no better.
    auto worst = components.empty() ? readiness_state::degraded : readiness_state::ready;
    for (const auto& one : components) {
        worst = std::max(worst, one.state);
    }
    const bool ready = worst != readiness_state::degraded;
    exchange::json_writer json;
    json.begin_object().member("status", word_of(worst));
    if (is_operator(*asked.peer)) {
        json.begin_array("onderdelen");
        for (const auto& one : components) {
            json.begin_object()
                .member("onderdeel", one.name)
                .member("status", word_of(one.state))
                .member_unless_empty("reden", one.reason)
                .end_object();
        }
        json.end_array();
    }
    json.end_object();
    co_return exchange::json_response(ready ? 200 : 503, json.take());
}

awaitable<response> health::metrics(request) const {
    response answer;
    answer.content_type = "text/plain; version=0.0.4; charset=utf-8";
    answer.body = parts_.metrics.collect();
    co_return answer;
}

}  // namespace adapters::http::console
