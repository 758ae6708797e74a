#include "adapters/kafka/principal.hpp"

#include "adapters/kafka/pause.hpp"

#include <utility>

namespace adapters::kafka {
namespace asio = boost::asio;
using namespace std::chrono_literals;

namespace {

constexpr auto look_limit = 3s;
constexpr auto step = 100ms;
constexpr auto short_interval = 1s;

}  // namespace

principal::principal(principal_parts parts)
    : parts_{std::move(parts)},
      producer_{{parts_.to, parts_.how, parts_.topics, gate_, parts_.executor, parts_.workers}} {}

asio::awaitable<void> principal::watch() {
    auto next = std::chrono::steady_clock::now();
    while (!closing_) {
        if (std::chrono::steady_clock::now() >= next) {
            const bool looked = co_await look();
            if (!looked) {
                // Between two clients: as soon as the next is there.
                co_await pause(step);
                continue;
            }
            const auto fine = gate_.open() && producer_.standing().now() == trouble::none;
            next = std::chrono::steady_clock::now() +
                   (fine ? parts_.look_interval : std::chrono::milliseconds{short_interval});
        }
        co_await pause(step);
    }
}

asio::awaitable<bool> principal::look() {
    finding found;
    const auto looks = [&found, this](rd_kafka_t* client) { found = find(client); };
    const bool looked = co_await producer_.with_client(looks);
    if (!looked) {
        co_return false;
    }
    if (found.why != trouble::none) {
        // The cluster is away: what was admitted stays so, since it is the same one when it is
        // back.
        producer_.standing().failed(found.why);
        co_return true;
    }
    producer_.standing().succeeded();
    if (found.refusal.empty()) {
        marked_ = true;
        gate_.admit();
    } else {
        gate_.refuse(found.refusal);
    }
    co_return true;
}

principal::finding principal::find(rd_kafka_t* client) const {
    auto seen = inspect_topics(client, parts_.topics, parts_.name, look_limit);
    if (seen.why != trouble::none) {
        return {seen.why, {}};
    }
    if (!seen.mistakes.empty()) {
        return {trouble::none, seen.mistakes.front()};
    }
    if (marked_) {
        return {};
    }
    const auto marker = read_marker(parts_.to, parts_.topics, look_limit);
    if (marker.why != trouble::none) {
        return {marker.why, {}};
    }
    return {
        trouble::none,
        judge_marker(marker, parts_.topics, parts_.environment).value_or(std::string{})};
}

std::string principal::words() const {
    if (const auto now = producer_.standing().now(); now != trouble::none) {
        return std::string{words_of(now)};
    }
    return gate_.reason();
}

}  // namespace adapters::kafka
