// One running hub: everything wired together, started, reloaded and ended in order.
#pragma once

#include "adapters/configuration/configuration.hpp"

#include <filesystem>

namespace hub::app {

enum class ending {
    // Everything in hand was finished.
    drained,
    // The deadline came first, or a second signal hurried it.
    cut_short,
};

// Runs until SIGTERM or SIGINT. Throws when the start fails. The file and what the surroundings say
// are kept for reloading: on SIGHUP, and when a file changes.
[[nodiscard]] ending run_instance(
    adapters::configuration::configuration how,
    std::filesystem::path file,
    adapters::configuration::overrides outside
);

}  // namespace hub::app
