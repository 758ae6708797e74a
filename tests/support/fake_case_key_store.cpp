#include "tests/support/fake_case_key_store.hpp"

#include <utility>

namespace tests::support {

using namespace hub::ports;

async_result<void> fake_case_key_store::add(std::vector<wrapped_key> keys) {
    const std::lock_guard lock{mutex_};
    if (failure_) {
        co_return *failure_;
    }
    for (const auto& key : keys) {
        if (keys_.contains(key.id) || destroyed_.contains(key.id)) {
            co_return errc::conflict;
        }
    }
    for (auto& key : keys) {
        const auto id = key.id;
        keys_.emplace(id, std::move(key));
    }
    ++additions_;
    co_return result<void>{};
}

async_result<wrapped_key> fake_case_key_store::find(hub::model::key_id id) {
    const std::lock_guard lock{mutex_};
    ++lookups_;
    if (failure_) {
        co_return *failure_;
    }
    if (destroyed_.contains(id)) {
        co_return errc::erased;
    }
    const auto found = keys_.find(id);
    if (found == keys_.end()) {
        co_return errc::not_found;
    }
    co_return found->second;
}

async_result<std::vector<result<wrapped_key>>> fake_case_key_store::find_all(
    std::vector<hub::model::key_id> ids
) {
    std::vector<result<wrapped_key>> keys;
    for (const auto& id : ids) {
        keys.push_back(co_await find(id));
        if (!keys.back() && failure_) {
            co_return keys.back().error();
        }
    }
    co_return keys;
}

async_result<void> fake_case_key_store::destroy(hub::model::key_id id, hub::model::timestamp) {
    const std::lock_guard lock{mutex_};
    if (failure_) {
        co_return *failure_;
    }
    if (destroyed_.contains(id)) {
        co_return result<void>{};
    }
    if (keys_.erase(id) == 0) {
        co_return errc::not_found;
    }
    destroyed_.insert(id);
    co_return result<void>{};
}

std::size_t fake_case_key_store::additions() const {
    const std::lock_guard lock{mutex_};
    return additions_;
}

std::size_t fake_case_key_store::size() const {
    const std::lock_guard lock{mutex_};
    return keys_.size();
}

std::size_t fake_case_key_store::lookups() const {
    const std::lock_guard lock{mutex_};
    return lookups_;
}

void fake_case_key_store::replace(const hub::model::key_id& id, wrapped_key key) {
    const std::lock_guard lock{mutex_};
    keys_[id] = std::move(key);
}

void fake_case_key_store::fail(errc error) {
    const std::lock_guard lock{mutex_};
    failure_ = error;
}

void fake_case_key_store::work() {
    const std::lock_guard lock{mutex_};
    failure_.reset();
}

}  // namespace tests::support
