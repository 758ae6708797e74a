// The documents that another process of this machine keeps: given out, never taken in or erased.
#pragma once

#include "hub/ports/document_store.hpp"

#include <filesystem>
#include <memory>

namespace adapters::embedded::documents {

// Of the file of the process that takes documents in. It need not be there yet: until it can be
// read every question is answered with errc::retry.
[[nodiscard]] std::unique_ptr<hub::ports::document_reader> create_document_reader(
    std::filesystem::path path
);

}  // namespace adapters::embedded::documents
