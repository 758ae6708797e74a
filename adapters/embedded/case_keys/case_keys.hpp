// Wrapped content keys in a file of their own, where destroying one is certain.
#pragma once

#include "adapters/embedded/sqlite/fault_hook.hpp"
#include "hub/ports/case_key_store.hpp"

#include <filesystem>
#include <memory>

namespace adapters::embedded::case_keys {

struct case_keys_options {
    std::filesystem::path path;
    // May be null; must outlive the store.
    sqlite::fault_hook* faults = nullptr;
};

// Destroying overwrites the key in the file and empties the WAL; a mark stays, so that a key is
// never made again under its id. Ends what waits when it goes; the callers' contexts must exist
// until then. Throws sqlite::start_failure.
[[nodiscard]] std::unique_ptr<hub::ports::case_key_store> create_case_keys(case_keys_options options
);

}  // namespace adapters::embedded::case_keys
