// The content keys that another process of this machine keeps: found, never made or destroyed.
#pragma once

#include "hub/ports/case_key_store.hpp"

#include <filesystem>
#include <memory>

namespace adapters::embedded::case_keys {

class key_reader : public hub::ports::case_key_store {
public:
    // Whether the file can be read: once it could, it stays so. Thread-safe.
    [[nodiscard]] virtual bool readable() = 0;
};

// Of the file of the process that makes keys. It need not be there yet: until it can be read every
// question is answered with errc::retry, and each opens it anew. add() and destroy() are
// errc::refused: the file has one writer.
[[nodiscard]] std::unique_ptr<key_reader> create_key_reader(std::filesystem::path path);

}  // namespace adapters::embedded::case_keys
