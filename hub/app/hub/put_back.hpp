// Data that was put back from a backup: the hub waits with it until two operators say that it goes
// on.
#pragma once

#include "adapters/http/console/parts.hpp"
#include "hub/app/hub/storage.hpp"
#include "hub/runtime/bell.hpp"
#include "hub/runtime/readiness.hpp"

#include <boost/asio/awaitable.hpp>

#include <atomic>

namespace hub::app {

// Thread-safe, except wait(). Both outlive it.
class put_back final : public adapters::http::console::put_back_data {
public:
    put_back(storage& durable, runtime::readiness& readiness);

    [[nodiscard]] bool is_waiting() const noexcept override { return waiting_; }
    [[nodiscard]] ports::result<void> go_on() override;

    // At once when nothing waits.
    [[nodiscard]] boost::asio::awaitable<void> wait();

private:
    storage& durable_;
    runtime::readiness& readiness_;
    std::atomic<bool> waiting_;
    runtime::bell gone_on_;
};

}  // namespace hub::app
