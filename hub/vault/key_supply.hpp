// The supply of content keys: made ahead, wrapped under the KEK, kept in the case key store, and
// remembered unwrapped.
#pragma once

#include "hub/model/environment.hpp"
#include "hub/model/uuid.hpp"
#include "hub/ports/case_key_store.hpp"
#include "hub/ports/clock.hpp"
#include "hub/ports/key_provider.hpp"
#include "hub/ports/result.hpp"
#include "hub/vault/content_key.hpp"
#include "hub/vault/key_cache.hpp"

#include <atomic>
#include <cstddef>
#include <mutex>
#include <optional>
#include <vector>

namespace hub::vault {

struct key_supply_options {
    // Keys made ahead; the pool wants a refill when it is half empty.
    std::size_t pool_size = 1024;
    // Keys per call to the store, so that making them never holds a loop for long.
    std::size_t batch_size = 256;
    // Keys that a taker makes itself when it finds the pool empty.
    std::size_t urgent_batch_size = 16;
    // Unwrapped keys that are kept.
    std::size_t cache_size = 16'384;
};

// What the supply works with; all must outlive it.
struct key_supply_parts {
    model::environment environment = model::environment::ontwikkel;
    ports::key_provider& keys;
    ports::case_key_store& store;
    ports::clock& clock;
};

// Thread-safe. Must outlive every operation started on it. The contracts are those of class vault.
class key_supply {
public:
    // Throws std::runtime_error when there is no KEK.
    key_supply(key_supply_parts parts, key_supply_options options);
    key_supply(const key_supply&) = delete;
    key_supply& operator=(const key_supply&) = delete;
    ~key_supply();

    [[nodiscard]] ports::async_result<content_key> take_fresh();
    [[nodiscard]] ports::async_result<content_key> find(model::key_id id);
    [[nodiscard]] ports::async_result<std::vector<ports::result<content_key>>> find_all(
        std::vector<model::key_id> ids
    );
    [[nodiscard]] ports::async_result<void> destroy(model::key_id id);
    [[nodiscard]] ports::async_result<void> refill();
    [[nodiscard]] bool wants_refill() const noexcept;

    // A fresh UUIDv7.
    [[nodiscard]] model::uuid mint() const;

private:
    struct made_keys {
        std::vector<content_key> keys;
        std::vector<ports::wrapped_key> wrapped;
    };

    [[nodiscard]] made_keys make_keys(std::size_t count) const;
    [[nodiscard]] ports::result<content_key>
    unwrap(const model::key_id& id, const ports::wrapped_key& wrapped) const;
    [[nodiscard]] std::optional<content_key> take_from_pool();
    void add_to_pool(const std::vector<content_key>& keys);
    [[nodiscard]] std::size_t missing_keys() const noexcept;

    const key_supply_parts parts_;
    const key_supply_options options_;
    // The KEK that new keys are wrapped under.
    std::uint32_t version_;
    ports::secret_key key_encryption_key_{};
    key_cache cache_;
    std::mutex pool_mutex_;
    std::vector<content_key> pool_;
    // The pool's size, readable without its lock.
    std::atomic<std::size_t> pooled_ = 0;
    std::atomic<bool> refilling_ = false;
};

}  // namespace hub::vault
