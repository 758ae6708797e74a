// For builds without librdkafka.
#include "hub/app/hubctl/commands.hpp"

namespace hub::app::hubctl {

void add_kafka(CLI::App& /*program*/, common_options& /*common*/) {}

}  // namespace hub::app::hubctl
