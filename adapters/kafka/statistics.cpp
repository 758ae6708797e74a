#include "adapters/kafka/statistics.hpp"

#include <algorithm>
#include <simdjson.h>
#include <string>

namespace adapters::kafka {
namespace {

std::int64_t number(simdjson::dom::object of, std::string_view name) {
    std::int64_t value = 0;
    return of[name].get(value) == simdjson::SUCCESS ? value : 0;
}

// One that was never needed is not connected to; one that is left idle goes back to that state.
bool is_away(simdjson::dom::object broker) {
    std::string_view state;
    if (number(broker, "nodeid") < 0 || broker["state"].get(state) != simdjson::SUCCESS) {
        return false;
    }
    return state != "UP" && state != "UPDATE" && state != "INIT";
}

void add(simdjson::dom::object broker, client_statistics& into) {
    into.brokers_away += is_away(broker) ? 1U : 0U;
    const auto failed = number(broker, "txerrs") + number(broker, "req_timeouts");
    into.failed_requests += static_cast<std::uint64_t>(std::max<std::int64_t>(failed, 0));
    simdjson::dom::object times;
    if (broker["rtt"].get(times) == simdjson::SUCCESS) {
        into.slow_answer =
            std::max(into.slow_answer, std::chrono::microseconds{number(times, "p99")});
    }
}

}  // namespace

std::optional<client_statistics> read_statistics(std::string_view json) {
    simdjson::dom::parser parser;
    simdjson::dom::object root;
    simdjson::dom::object brokers;
    if (parser.parse(json.data(), json.size()).get(root) != simdjson::SUCCESS ||
        root["brokers"].get(brokers) != simdjson::SUCCESS) {
        return std::nullopt;
    }
    client_statistics result;
    for (const auto& [name, value] : brokers) {
        simdjson::dom::object broker;
        if (value.get(broker) != simdjson::SUCCESS) {
            return std::nullopt;
        }
        add(broker, result);
    }
    return result;
}

}  // namespace adapters::kafka
