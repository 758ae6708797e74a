#include "hub/app/hub/pushing.hpp"

#include "adapters/http/push/push.hpp"
#include "hub/app/hub/logging.hpp"
#include "hub/app/hub/outward.hpp"

#include <utility>
#include <vector>

namespace hub::app {
namespace {

namespace push = adapters::http::push;

delivery::push_options push_options_of(const adapters::configuration::webhooks_settings& how) {
    delivery::push_options options;
    options.origin = how.origin;
    options.attempts.park_after = how.park_after;
    return options;
}

}  // namespace

void push_log::attempted(
    const model::oin& recipient,
    std::string_view message,
    std::string_view code
) {
    if (!code.empty()) {
        log(level::info,
            "webhook_niet_aangenomen",
            {{"organisatie", recipient.text()}, {"bericht", message}, {"code", code}});
    }
}

pushing::pushing(
    const adapters::configuration::configuration& how,
    const access::organisation_directory& organisations,
    const delivery::delivery_forms& forms,
    delivery::postvak_ports ports,
    delivery::postvak_service& postvakken,
    instruments::consumer::runner_options identity,
    boost::asio::any_io_executor executor,
    runtime::task_group& tasks
)
    : organisations_{organisations},
      forms_{forms},
      channels_{push::create_channels(std::move(executor), outward_options(how.webhooks))},
      work_{ports, std::move(identity)},
      pusher_{
          delivery::push_ports{ports, work_, *channels_, log_},
          postvakken,
          push_options_of(how.webhooks),
          tasks} {}

void pushing::replace() {
    std::vector<delivery::push_destination> destinations;
    for (const auto& one : organisations_.current()->all()) {
        if (!one.delivery.webhook) {
            continue;
        }
        delivery::push_destination where;
        where.recipient = one.oin;
        where.form = forms_.find(one.delivery.form);
        where.target = {
            one.delivery.webhook->host, one.delivery.webhook->port, one.delivery.webhook->target};
        destinations.push_back(std::move(where));
    }
    pusher_.replace(std::move(destinations));
}

void pushing::close() {
    pusher_.close();
}

}  // namespace hub::app
