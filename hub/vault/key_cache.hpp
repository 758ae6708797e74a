// Unwrapped content keys, bounded: the least recently used one goes first and is wiped.
#pragma once

#include "hub/model/uuid.hpp"
#include "hub/vault/content_key.hpp"

#include <cstddef>
#include <cstdint>
#include <list>
#include <mutex>
#include <optional>
#include <unordered_map>

namespace hub::vault {

// Thread-safe.
class key_cache {
public:
    explicit key_cache(std::size_t capacity) : capacity_{capacity} {}

    [[nodiscard]] std::optional<content_key> find(const model::key_id& id);

    // Rises with every key that is forgotten.
    [[nodiscard]] std::uint64_t generation();

    void insert(const content_key& key);

    // Only when nothing was forgotten since: a key read before its destruction must not come back
    // by a reader that was slower than the destruction.
    void insert_if_unchanged(const content_key& key, std::uint64_t generation);

    void forget(const model::key_id& id);

private:
    void insert_locked(const content_key& key);

    const std::size_t capacity_;
    std::mutex mutex_;
    std::uint64_t generation_ = 0;
    // Most recently used first.
    std::list<content_key> order_;
    std::unordered_map<model::key_id, std::list<content_key>::iterator> places_;
};

}  // namespace hub::vault
