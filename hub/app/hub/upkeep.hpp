// What the hub does time and again beside its messages: makes keys ahead, keeps house,
// erases, and goes on with what was cut short.
#pragma once

#include "hub/app/hub/clock_watch.hpp"
#include "hub/app/hub/front.hpp"
#include "hub/app/hub/storage.hpp"
#include "hub/ports/clock.hpp"
#include "hub/ports/waiter.hpp"
#include "hub/runtime/readiness.hpp"
#include "hub/runtime/task_group.hpp"
#include "hub/runtime/worker_pool.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <memory>

namespace hub::app {

struct upkeep_parts {
    storage& durable;
    front& work;
    clock_watch& time;
    ports::clock& clock;
    runtime::readiness& readiness;
    // Where files are written that nothing waits for.
    runtime::worker_pool& files;
};

// On the roles' loop; everything given outlives it, and its tasks end before it goes.
class upkeep {
public:
    upkeep(upkeep_parts parts, boost::asio::any_io_executor executor);

    // Nothing is accepted before there are keys. Throws std::runtime_error.
    [[nodiscard]] boost::asio::awaitable<void> prepare(runtime::task_group& tasks);
    void start(runtime::task_group& tasks);
    // What is in hand is finished.
    void close();

private:
    boost::asio::awaitable<void> make_keys_ahead();
    boost::asio::awaitable<void> keep_house();
    boost::asio::awaitable<void> erase_casussen();
    boost::asio::awaitable<void> finish_handing_in();

    upkeep_parts parts_;
    std::unique_ptr<ports::waiter> pause_;
    bool closed_ = false;
};

}  // namespace hub::app
