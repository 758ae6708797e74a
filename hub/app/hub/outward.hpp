// How the hub goes to addresses that organisations give: its webhooks and what it fetches.
#pragma once

#include "adapters/configuration/configuration.hpp"
#include "adapters/http/client/client.hpp"

namespace hub::app {

// Host and port are whoever goes there's to say.
[[nodiscard]] adapters::http::client::options outward_options(
    const adapters::configuration::webhooks_settings& how
);

}  // namespace hub::app
