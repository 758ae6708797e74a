// Where wrapped content keys rest: a file of their own with a writer of its own, so that destroying
// one is certain.
#pragma once

#include "hub/model/timestamp.hpp"
#include "hub/model/uuid.hpp"
#include "hub/ports/result.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace hub::ports {

struct wrapped_key {
    model::key_id id;
    std::uint32_t key_encryption_version = 0;
    // AES-256-GCM of the key, AAD = environment, id and KEK version: iv (12), ciphertext (32), tag
    // (16).
    std::string wrapped;
};

// Callable from any executor; completes on the caller's.
class case_key_store {
public:
    virtual ~case_key_store() = default;

    // Durable when it returns; all or nothing. errc::conflict for an id that is or was there. Keys
    // are made ahead in batches; an unused one is harmless.
    [[nodiscard]] virtual async_result<void> add(std::vector<wrapped_key> keys) = 0;

    // errc::not_found, or errc::erased for a destroyed one.
    [[nodiscard]] virtual async_result<wrapped_key> find(model::key_id id) = 0;

    // What find() says of each, in their order; any other error fails them all.
    [[nodiscard]] virtual async_result<std::vector<result<wrapped_key>>> find_all(
        std::vector<model::key_id> ids
    ) = 0;

    // Overwrites the key on disk and leaves a mark, so that it is never made again. Durable when it
    // returns; again is harmless. errc::not_found for one that never was.
    [[nodiscard]] virtual async_result<void> destroy(model::key_id id, model::timestamp when) = 0;
};

}  // namespace hub::ports
