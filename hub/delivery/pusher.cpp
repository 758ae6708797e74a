#include "hub/delivery/pusher.hpp"

#include "hub/runtime/with_timeout.hpp"

#include <algorithm>
#include <utility>

namespace hub::delivery {

namespace asio = boost::asio;

namespace {

// A right that came back rings no bell.
constexpr std::chrono::microseconds longest_rest{std::chrono::minutes{1}};
constexpr std::chrono::microseconds shortest_rest{std::chrono::milliseconds{5}};

asio::awaitable<void> work_through(
    std::shared_ptr<push_lane> lane,
    std::shared_ptr<runtime::bell> bell,
    const ports::clock& clock
) {
    while (!lane->closed()) {
        const auto heard = bell->rung();
        const auto next = co_await lane->turn();
        if (lane->closed()) {
            co_return;
        }
        const auto rest = next ? std::clamp<std::chrono::microseconds>(
                                     *next - clock.now(), shortest_rest, longest_rest
                                 )
                               : longest_rest;
        static_cast<void>(co_await runtime::with_timeout(bell->wait(heard), rest));
    }
}

}  // namespace

pusher::pusher(
    push_ports ports,
    postvak_service& postvakken,
    push_options options,
    runtime::task_group& tasks
)
    : ports_{ports}, postvakken_{postvakken}, options_{std::move(options)}, tasks_{tasks} {}

void pusher::replace(std::vector<push_destination> destinations) {
    if (closed_) {
        return;
    }
    std::map<model::oin, lane_at_work> next;
    for (auto& one : destinations) {
        const auto before = lanes_.find(one.recipient);
        if (before != lanes_.end() && before->second.lane->where() == one) {
            next.insert(lanes_.extract(before));
            continue;
        }
        const auto recipient = one.recipient;
        lane_at_work made{
            std::make_shared<push_lane>(
                ports_, std::move(one), options_, attempts{options_.attempts}
            ),
            postvakken_.bell_of(recipient)};
        if (before != lanes_.end()) {
            made.lane->go_again();
        }
        tasks_.spawn(work_through(made.lane, made.bell, ports_.postvak.clock));
        next.emplace(recipient, std::move(made));
    }
    end(lanes_);
    lanes_ = std::move(next);
}

void pusher::close() {
    closed_ = true;
    end(lanes_);
    lanes_.clear();
}

void pusher::end(const std::map<model::oin, lane_at_work>& lanes) {
    for (const auto& [recipient, one] : lanes) {
        one.lane->close();
        one.bell->ring();
    }
}

}  // namespace hub::delivery
