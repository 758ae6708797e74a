#include "hub/vault/key_cache.hpp"

namespace hub::vault {

std::optional<content_key> key_cache::find(const model::key_id& id) {
    const std::lock_guard lock{mutex_};
    const auto found = places_.find(id);
    if (found == places_.end()) {
        return std::nullopt;
    }
    order_.splice(order_.begin(), order_, found->second);
    return order_.front();
}

std::uint64_t key_cache::generation() {
    const std::lock_guard lock{mutex_};
    return generation_;
}

void key_cache::insert(const content_key& key) {
    const std::lock_guard lock{mutex_};
    insert_locked(key);
}

void key_cache::insert_if_unchanged(const content_key& key, std::uint64_t generation) {
    const std::lock_guard lock{mutex_};
    if (generation == generation_) {
        insert_locked(key);
    }
}

void key_cache::forget(const model::key_id& id) {
    const std::lock_guard lock{mutex_};
    ++generation_;
    if (const auto found = places_.find(id); found != places_.end()) {
        order_.erase(found->second);
        places_.erase(found);
    }
}

void key_cache::insert_locked(const content_key& key) {
    if (places_.contains(key.id()) || capacity_ == 0) {
        return;
    }
    if (order_.size() == capacity_) {
        places_.erase(order_.back().id());
        order_.pop_back();
    }
    order_.push_front(key);
    places_.emplace(key.id(), order_.begin());
}

}  // namespace hub::vault
