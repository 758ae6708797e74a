#include "hub/app/hub/upkeep.hpp"

#include "hub/runtime/timer_waiter.hpp"

#include <chrono>
#include <stdexcept>
#include <utility>

namespace hub::app {

namespace asio = boost::asio;
using namespace std::chrono_literals;

namespace {

constexpr auto keys_interval = 20ms;
constexpr auto housekeeping_interval = 10min;
constexpr auto erasing_interval = 2s;
constexpr auto finishing_interval = 1min;
// What the broker and the books keep of what every consumer has handled.
constexpr auto kept = std::chrono::hours{24 * 30};

}  // namespace

upkeep::upkeep(upkeep_parts parts, asio::any_io_executor executor)
    : parts_{parts}, pause_{runtime::create_timer_waiter(std::move(executor))} {}

asio::awaitable<void> upkeep::prepare(runtime::task_group& tasks) {
    if (parts_.durable.messages() == nullptr) {
        co_return;
    }
    if (const auto made = co_await parts_.durable.vault().refill(); !made) {
        throw std::runtime_error{"de sleutels voor nieuwe berichten zijn niet te maken"};
    }
    tasks.spawn(make_keys_ahead());
}

void upkeep::start(runtime::task_group& tasks) {
    tasks.spawn(keep_house());
    tasks.spawn(erase_casussen());
    tasks.spawn(finish_handing_in());
}

void upkeep::close() {
    closed_ = true;
    pause_->cancel();
}

asio::awaitable<void> upkeep::make_keys_ahead() {
    auto& vault = parts_.durable.vault();
    while (!closed_) {
        if (vault.wants_refill()) {
            if (const auto made = co_await vault.refill(); !made) {
                parts_.readiness.degraded("sleutels", "Nieuwe sleutels zijn niet op te slaan.");
            } else {
                parts_.readiness.ready("sleutels");
            }
        }
        co_await pause_->wait(keys_interval);
    }
}

asio::awaitable<void> upkeep::keep_house() {
    for (;;) {
        const bool ran = co_await parts_.files.run([this](std::size_t) { parts_.time.keep(); });
        if (!ran || closed_) {
            co_return;
        }
        co_await pause_->wait(housekeeping_interval);
        if (!closed_ && parts_.time.may_erase()) {
            co_await parts_.work.erase_what_is_due();
            co_await parts_.durable.forget_handled(parts_.clock.now() - kept);
            co_await parts_.work.sweep();
        }
    }
}

// At once after a start: that is when something was cut short.
asio::awaitable<void> upkeep::finish_handing_in() {
    while (!closed_) {
        co_await parts_.work.finish_handing_in();
        co_await pause_->wait(finishing_interval);
    }
}

asio::awaitable<void> upkeep::erase_casussen() {
    while (!closed_) {
        co_await pause_->wait(erasing_interval);
        if (!closed_ && parts_.time.may_erase()) {
            co_await parts_.work.erase_casussen();
        }
    }
}

}  // namespace hub::app
