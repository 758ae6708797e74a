// The embedded store of sealed documents: one SQLite file, a row per record.
#pragma once

#include "adapters/embedded/sqlite/fault_hook.hpp"
#include "hub/ports/document_store.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>

namespace adapters::embedded::documents {

struct documents_options {
    std::filesystem::path path;
    // May be null; must outlive the store.
    sqlite::fault_hook* faults = nullptr;
    std::uint64_t checkpoint_bytes = std::uint64_t{16} << 20U;
};

// Throws sqlite::start_failure. Outlives every operation started on it.
[[nodiscard]] std::unique_ptr<hub::ports::document_store> create_documents(documents_options options
);

}  // namespace adapters::embedded::documents
