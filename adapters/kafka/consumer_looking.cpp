// How a consumer looks at the logs themselves, past its own client.
#include "adapters/kafka/consumer.hpp"
#include "adapters/kafka/pause.hpp"

#include <functional>
#include <utility>

namespace adapters::kafka {
namespace asio = boost::asio;
using namespace std::chrono_literals;

namespace {

constexpr auto bounds_limit = 10s;
constexpr auto look_limit = 3s;
constexpr auto look_step = 100ms;

}  // namespace

asio::awaitable<void> consumer::watch() {
    auto next = clock::now() + parts_.look_interval;
    while (!shared_->closed()) {
        if (clock::now() >= next) {
            co_await look();
            next = clock::now() + parts_.look_interval;
        }
        co_await pause(look_step);
    }
}

asio::awaitable<void> consumer::look() {
    std::vector<hub::ports::position> read;
    std::uint64_t put_right = 0;
    {
        const std::lock_guard lock{judge_mutex_};
        read = judge_.read();
        put_right = put_right_;
    }
    // Before it is asked: what comes meanwhile makes no log look shorter than it is.
    const auto before = shared_->progresses();
    log_sight seen;
    const std::function<void(rd_kafka_t*)> ask = [this, &seen, &read](rd_kafka_t* client) {
        seen = look_at_logs(client, parts_.topics, parts_.streams, read, look_limit);
    };
    const bool asked = co_await parts_.asking.with_client(ask);
    if (!asked) {
        co_return;
    }
    const bool reads = assigned_ != nullptr && !paused_ && !let_go_by_ && !leaving_;
    auto found = log_judge::verdict::fine;
    {
        const std::lock_guard lock{judge_mutex_};
        if (put_right != put_right_) {
            co_return;
        }
        found = judge_.judge(
            seen, before, reads ? log_judge::supply::flows : log_judge::supply::held_back
        );
    }
    switch (found) {
        case log_judge::verdict::fine:
            break;
        case log_judge::verdict::silent:
            standing_.failed(trouble::reader_silent);
            worn_out_ = true;
            ++renewals_;
            break;
        case log_judge::verdict::lost:
            shared_->lose();
            break;
    }
}

bool consumer::is_remade(const reading::place& where) const {
    const std::lock_guard lock{judge_mutex_};
    return judge_.is_remade(where);
}

void consumer::put_right() {
    const std::lock_guard lock{judge_mutex_};
    judge_.put_right();
    ++put_right_;
}

hub::ports::async_result<std::vector<hub::ports::position>>
consumer::others(std::vector<hub::ports::position> kept) {
    std::erase_if(kept, [](const auto& one) { return one.newest_ms <= 0; });
    if (kept.empty()) {
        co_return kept;
    }
    std::optional<std::vector<hub::ports::position>> found;
    const hub::runtime::worker_pool::job ask = [this, &kept, &found](std::size_t) {
        found = find_other_logs(parts_.to, parts_.topics, kept, bounds_limit);
    };
    const bool ran = co_await parts_.workers.run(ask);
    if (!ran || !found) {
        co_return hub::ports::errc::retry;
    }
    const std::lock_guard lock{judge_mutex_};
    judge_.found_others(*found);
    co_return std::move(*found);
}

hub::ports::async_result<std::vector<log_bounds>> consumer::bounds() {
    std::optional<std::vector<log_bounds>> found;
    const hub::runtime::worker_pool::job ask = [this, &found](std::size_t) {
        found = read_bounds(parts_.to, parts_.topics, parts_.streams, bounds_limit);
    };
    const bool ran = co_await parts_.workers.run(ask);
    if (!ran || !found) {
        co_return hub::ports::errc::retry;
    }
    co_return std::move(*found);
}

}  // namespace adapters::kafka
