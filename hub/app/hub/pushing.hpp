// Pushes to webhooks as the configuration says: who, where to and in which form.
#pragma once

#include "adapters/configuration/configuration.hpp"
#include "hub/access/organisation_directory.hpp"
#include "hub/delivery/delivery_forms.hpp"
#include "hub/delivery/pusher.hpp"
#include "hub/runtime/task_group.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <memory>

namespace hub::app {

// One line per attempt that failed, and per message that was taken after one.
class push_log final : public delivery::push_watcher {
public:
    void attempted(const model::oin& recipient, std::string_view message, std::string_view code)
        override;
};

// Used from the roles' loop; everything given outlives it.
class pushing {
public:
    pushing(
        const adapters::configuration::configuration& how,
        const access::organisation_directory& organisations,
        const delivery::delivery_forms& forms,
        delivery::postvak_ports ports,
        delivery::postvak_service& postvakken,
        instruments::consumer::runner_options identity,
        boost::asio::any_io_executor executor,
        runtime::task_group& tasks
    );

    // By today's organisations.
    void replace();
    void close();

private:
    const access::organisation_directory& organisations_;
    const delivery::delivery_forms& forms_;
    push_log log_;
    std::unique_ptr<ports::push_channels> channels_;
    delivery::postvak_work work_;
    delivery::pusher pusher_;
};

}  // namespace hub::app
