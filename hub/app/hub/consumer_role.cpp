#include "hub/app/hub/consumer_role.hpp"

#include "hub/runtime/timer_waiter.hpp"

#include <utility>

namespace hub::app {

namespace consumer = instruments::consumer;

consumer_role::consumer_role(
    consumer_surroundings around,
    consumer::runner_options identity,
    std::vector<model::stream> streams,
    ports::book& book,
    std::unique_ptr<consumer::instrument> decides,
    consumer::commit_observer* observer
)
    : identity_{std::move(identity)},
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
          {}} {}

void consumer_role::start(runtime::task_group& tasks) {
    tasks.spawn(runner_.run());
    tasks.spawn(forwarder_.run());
}

void consumer_role::stop_taking() {
    runner_.close();
}

void consumer_role::stop_forwarding() {
    forwarder_.close();
}

}  // namespace hub::app
