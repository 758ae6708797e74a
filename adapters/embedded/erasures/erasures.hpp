// Which casussen are to be erased, in a file of their own with a writer of its own.
#pragma once

#include "adapters/embedded/sqlite/fault_hook.hpp"
#include "hub/ports/erasure_store.hpp"

#include <filesystem>
#include <memory>

namespace adapters::embedded::erasures {

struct erasures_options {
    std::filesystem::path path;
    // May be null; must outlive the store.
    sqlite::fault_hook* faults = nullptr;
};

// Ends what waits when it goes; the callers' contexts must exist until then. Throws
// sqlite::start_failure.
[[nodiscard]] std::unique_ptr<hub::ports::erasure_store> create_erasures(erasures_options options);

}  // namespace adapters::embedded::erasures
