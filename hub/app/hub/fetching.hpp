// Fetches what notifications refer to, as the configuration of their senders says.
#pragma once

#include "adapters/configuration/configuration.hpp"
#include "hub/intake/completing.hpp"
#include "hub/ports/clock.hpp"
#include "hub/runtime/task_group.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <memory>

namespace hub::app {

// One line per message that was not completed.
class fetching_log final : public intake::completing_watcher {
public:
    void completed(const model::oin& owner, model::message_id message, std::string_view code)
        override;
};

// start() and close() on the roles' loop; everything given outlives it.
class fetching {
public:
    fetching(
        const adapters::configuration::configuration& how,
        intake::reception& reception,
        const ports::decoder& decoder,
        const ports::clock& clock,
        boost::asio::any_io_executor executor
    );

    void start(runtime::task_group& tasks) { tasks.spawn(completing_.run()); }
    void close() { completing_.close(); }
    [[nodiscard]] intake::completing& completing() noexcept { return completing_; }

private:
    fetching_log log_;
    std::unique_ptr<ports::reference_fetcher> fetcher_;
    std::unique_ptr<ports::waiter> pause_;
    intake::completing completing_;
};

}  // namespace hub::app
