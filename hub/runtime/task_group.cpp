#include "hub/runtime/task_group.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <list>
#include <utility>
#include <vector>

namespace hub::runtime {
namespace asio = boost::asio;

struct task_group::task::state {
    asio::cancellation_signal signal;
};

struct task_group::shared {
    shared(asio::any_io_executor on, failure_handler handler)
        : executor{std::move(on)}, on_failure{std::move(handler)}, emptied{executor} {
        emptied.expires_at(asio::steady_timer::time_point::max());
    }

    asio::any_io_executor executor;
    failure_handler on_failure;
    std::list<std::shared_ptr<task::state>> tasks;
    asio::steady_timer emptied;
};

task_group::task_group(asio::any_io_executor executor, failure_handler on_failure)
    : shared_{std::make_shared<shared>(std::move(executor), std::move(on_failure))} {}

task_group::~task_group() = default;

void task_group::task::emit(asio::cancellation_type type) const {
    // Held while it is emitted: the task may end inside the call.
    if (const auto living = state_.lock()) {
        living->signal.emit(type);
    }
}

task_group::task task_group::spawn(asio::awaitable<void> work) {
    auto& tasks = shared_->tasks;
    const auto place = tasks.insert(tasks.end(), std::make_shared<task::state>());
    task result;
    result.state_ = *place;
    auto finished = [group = shared_, place, state = *place](std::exception_ptr failure) {
        group->tasks.erase(place);
        if (failure && group->on_failure) {
            group->on_failure(failure);
        }
        if (group->tasks.empty()) {
            group->emptied.cancel();
        }
    };
    asio::co_spawn(
        shared_->executor,
        std::move(work),
        asio::bind_cancellation_slot((*place)->signal.slot(), std::move(finished))
    );
    return result;
}

void task_group::emit(asio::cancellation_type type) {
    // A copy: tasks may end, and start others, while they are told.
    const std::vector<std::shared_ptr<task::state>> all{
        shared_->tasks.begin(), shared_->tasks.end()};
    for (const auto& one : all) {
        one->signal.emit(type);
    }
}

std::size_t task_group::size() const noexcept {
    return shared_->tasks.size();
}

asio::awaitable<void> task_group::wait() {
    const auto group = shared_;
    while (!group->tasks.empty()) {
        co_await group->emptied.async_wait(asio::as_tuple(asio::use_awaitable));
        if ((co_await asio::this_coro::cancellation_state).cancelled() !=
            asio::cancellation_type::none) {
            co_return;
        }
    }
}

}  // namespace hub::runtime
