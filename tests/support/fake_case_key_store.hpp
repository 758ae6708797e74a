// Wrapped content keys in memory.
#pragma once

#include "hub/ports/case_key_store.hpp"

#include <atomic>
#include <cstddef>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <vector>

namespace tests::support {

// Thread-safe. Passes tests/contract/case_key_store_contract.hpp.
class fake_case_key_store final : public hub::ports::case_key_store {
public:
    [[nodiscard]] hub::ports::async_result<void> add(std::vector<hub::ports::wrapped_key> keys
    ) override;
    [[nodiscard]] hub::ports::async_result<hub::ports::wrapped_key> find(hub::model::key_id id
    ) override;
    [[nodiscard]] hub::ports::async_result<std::vector<hub::ports::result<hub::ports::wrapped_key>>>
    find_all(std::vector<hub::model::key_id> ids) override;
    [[nodiscard]] hub::ports::async_result<void>
    destroy(hub::model::key_id id, hub::model::timestamp when) override;

    // How often keys were added, and how many there are.
    [[nodiscard]] std::size_t additions() const;
    [[nodiscard]] std::size_t size() const;
    // How often a key was looked up.
    [[nodiscard]] std::size_t lookups() const;

    // Puts another wrapped key in a key's place, as somebody with access to the file could.
    void replace(const hub::model::key_id& id, hub::ports::wrapped_key key);

    // From now on everything fails, or works again.
    void fail(hub::ports::errc error);
    void work();

private:
    mutable std::mutex mutex_;
    std::map<hub::model::key_id, hub::ports::wrapped_key> keys_;
    std::set<hub::model::key_id> destroyed_;
    std::optional<hub::ports::errc> failure_;
    std::size_t additions_ = 0;
    std::size_t lookups_ = 0;
};

}  // namespace tests::support
