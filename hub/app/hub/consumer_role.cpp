#include "hub/app/hub/consumer_role.hpp"

#include "hub/runtime/timer_waiter.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <utility>

namespace hub::app {

namespace consumer = instruments::consumer;

namespace {

constexpr std::size_t again_at_once = 256;

}  // namespace

consumer_role::consumer_role(
    consumer_surroundings around,
    consumer::runner_options identity,
    std::vector<model::stream> streams,
    ports::book& book,
    std::unique_ptr<consumer::instrument> decides,
    consumer::commit_observer* observer
)
    : identity_{std::move(identity)},
      executor_{around.executor},
      publisher_{around.transport.as(identity_.name)},
      book_{book},
      decides_{std::move(decides)},
      subscriber_{around.transport.as(identity_.name)
                      .subscribe({identity_.name, std::move(streams)}, book)},
      taking_pause_{runtime::create_timer_waiter(around.executor)},
      forwarding_pause_{runtime::create_timer_waiter(around.executor)},
      ports_{
          .subscriber = *subscriber_,
          .book = book,
          .vault = around.vault,
          .verifier = around.verifier,
          .clock = around.clock,
          .waiter = *taking_pause_,
          .watcher = around.watcher,
          .observer = observer,
      },
      runner_{*decides_, ports_, identity_},
      desk_{*decides_, ports_, identity_},
      forwarder_{
          {book, around.transport.as(identity_.name), around.clock, *forwarding_pause_},
          {.groups = around.transport.groups(), .retry = {}}} {}

void consumer_role::start(runtime::task_group& tasks) {
    tasks.spawn(runner_.run());
    tasks.spawn(forwarder_.run());
}

ports::async_result<std::vector<ports::position>> consumer_role::resume() {
    // The runner is used on its own loop only.
    co_return co_await boost::asio::co_spawn(
        executor_, runner_.resume(), boost::asio::use_awaitable
    );
}

ports::async_result<std::size_t> consumer_role::publish_again(model::timestamp since) {
    std::uint64_t after = 0;
    std::size_t total = 0;
    for (;;) {
        auto sent = co_await book_.published_since(since, after, again_at_once);
        if (!sent) {
            co_return sent.error();
        }
        if (sent->empty()) {
            co_return total;
        }
        after = sent->back().sequence;
        std::vector<ports::shared_record> records;
        records.reserve(sent->size());
        for (auto& one : *sent) {
            records.push_back(std::move(one.record));
        }
        const auto outcomes = co_await publisher_.publish(std::move(records));
        if (!outcomes) {
            co_return outcomes.error();
        }
        for (const auto& one : *outcomes) {
            if (!one) {
                co_return one.error();
            }
            ++total;
        }
    }
}

void consumer_role::stop_taking() {
    runner_.close();
}

void consumer_role::stop_forwarding() {
    forwarder_.close();
}

}  // namespace hub::app
