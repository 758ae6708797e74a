#include "hub/app/hub/fetching.hpp"

#include "adapters/formats/zgw/zaak.hpp"
#include "adapters/http/fetch/fetch.hpp"
#include "hub/app/hub/logging.hpp"
#include "hub/app/hub/outward.hpp"
#include "hub/runtime/timer_waiter.hpp"

#include <utility>

namespace hub::app {
namespace {

namespace fetch = adapters::http::fetch;
namespace zgw = adapters::formats::zgw;

std::optional<std::string> mapped_part(std::string_view text) {
    return zgw::mapped_part(text, {});
}

}  // namespace

void fetching_log::completed(
    const model::oin& owner,
    model::message_id message,
    std::string_view code
) {
    if (!code.empty()) {
        log(level::info,
            "niet_aangevuld",
            {{"organisatie", owner.text()}, {"bericht", message.to_string()}, {"code", code}});
    }
}

fetching::fetching(
    const adapters::configuration::configuration& how,
    intake::reception& reception,
    const ports::decoder& decoder,
    const ports::clock& clock,
    boost::asio::any_io_executor executor
)
    : fetcher_{fetch::create_fetcher(executor, outward_options(how.webhooks), clock)},
      pause_{runtime::create_timer_waiter(executor)},
      completing_{
          {.reception = reception,
           .decoder = decoder,
           .mapped_part = mapped_part,
           .fetcher = *fetcher_,
           .waiter = *pause_,
           .watcher = log_}} {}

}  // namespace hub::app
