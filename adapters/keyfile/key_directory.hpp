// The root keys of an instance from a directory: one file per purpose and version.
#pragma once

#include "hub/model/environment.hpp"
#include "hub/ports/key_provider.hpp"

#include <filesystem>
#include <memory>
#include <string_view>

namespace adapters::keyfile {

// The word in a key file's name: "<word>.<version>", for example kek.1.
[[nodiscard]] std::string_view file_word(hub::ports::key_purpose purpose) noexcept;

// Makes version 1 of each purpose that has no key yet, and the directory (0700) where it is
// missing; for ontwikkel and test only. Throws key_file_error, in production whenever a key is
// missing: there an administrator makes them, since a key that comes back anew opens nothing.
void make_missing_keys(const std::filesystem::path& directory, hub::model::environment environment);

// Reads all versions of all purposes; the highest is the current one. Throws key_file_error with
// every problem at once: a purpose without a key, a file that is not 64 hex digits, that others can
// read, or whose name is none.
[[nodiscard]] std::unique_ptr<hub::ports::key_provider> load_keys(
    const std::filesystem::path& directory
);

}  // namespace adapters::keyfile
