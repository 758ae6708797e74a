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
    const bool ready =
        !components.empty() && std::ranges::all_of(components, [](const component_readiness& one) {
            return one.state == readiness_state::ready;
        });
    exchange::json_writer json;
    json.begin_object().member("status", ready ? "gereed" : "niet_gereed");
    if (is_operator(*asked.peer)) {
        json.begin_array("onderdelen");
        for (const auto& one : components) {
            json.begin_object()
                .member("onderdeel", one.name)
                .member("status", one.state == readiness_state::ready ? "gereed" : "niet_gereed")
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
