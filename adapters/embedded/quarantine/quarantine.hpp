// What could not be understood, sealed, in a file of its own with a writer of its own.
#pragma once

#include "adapters/embedded/sqlite/fault_hook.hpp"
#include "hub/ports/quarantine_store.hpp"

#include <filesystem>
#include <memory>

namespace adapters::embedded::quarantine {

struct quarantine_options {
    std::filesystem::path path;
    // May be null; must outlive the store.
    sqlite::fault_hook* faults = nullptr;
};

// Content that goes is overwritten in the file. Ends what waits when it goes; the callers' contexts
// must exist until then. Throws sqlite::start_failure.
[[nodiscard]] std::unique_ptr<hub::ports::quarantine_store> create_quarantine(
    quarantine_options options
);

}  // namespace adapters::embedded::quarantine
