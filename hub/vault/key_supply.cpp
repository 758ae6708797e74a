#include "hub/vault/key_supply.hpp"

#include "hub/vault/primitives.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

namespace hub::vault {
namespace {

constexpr std::size_t iv_size = 12;
constexpr std::size_t wrapped_size = iv_size + 32 + tag_size;

iv_bytes iv_of(std::string_view text) {
    return iv_bytes{reinterpret_cast<const std::uint8_t*>(text.data()), iv_size};
}

length_prefixed wrap_data(
    model::environment environment,
    const model::key_id& id,
    std::uint32_t key_encryption_version
) {
    return {
        model::to_string(environment),
        id.view(),
        as_text(big_endian(key_encryption_version)),
    };
}

class flag_guard {
public:
    explicit flag_guard(std::atomic<bool>& flag) noexcept : flag_{flag} {}
    flag_guard(const flag_guard&) = delete;
    flag_guard& operator=(const flag_guard&) = delete;
    ~flag_guard() { flag_ = false; }

private:
    std::atomic<bool>& flag_;
};

}  // namespace

content_key::~content_key() {
    wipe(key_);
}

key_supply::key_supply(key_supply_parts parts, key_supply_options options)
    : parts_{parts},
      options_{options},
      version_{parts.keys.current_version(ports::key_purpose::key_encryption)},
      cache_{options.cache_size} {
    const auto key = parts_.keys.key(ports::key_purpose::key_encryption, version_);
    if (!key) {
        throw std::runtime_error{"the key encryption key is missing"};
    }
    key_encryption_key_ = *key;
}

key_supply::~key_supply() {
    wipe(key_encryption_key_);
}

ports::async_result<content_key> key_supply::take_fresh() {
    if (auto key = take_from_pool()) {
        cache_.insert(*key);
        co_return std::move(*key);
    }
    // Whoever finds the pool empty makes its own small batch: nobody waits for another's
    // refill, which may fail or be cancelled.
    auto made = make_keys(std::max<std::size_t>(options_.urgent_batch_size, 1));
    const auto stored = co_await parts_.store.add(std::move(made.wrapped));
    if (!stored) {
        co_return stored.error();
    }
    auto key = made.keys.back();
    made.keys.pop_back();
    add_to_pool(made.keys);
    cache_.insert(key);
    co_return key;
}

ports::async_result<content_key> key_supply::find(model::key_id id) {
    if (auto key = cache_.find(id)) {
        co_return std::move(*key);
    }
    const auto generation = cache_.generation();
    const auto wrapped = co_await parts_.store.find(id);
    if (!wrapped) {
        co_return wrapped.error();
    }
    auto key = unwrap(id, *wrapped);
    if (key) {
        cache_.insert_if_unchanged(*key, generation);
    }
    co_return key;
}

ports::async_result<std::vector<ports::result<content_key>>> key_supply::find_all(
    std::vector<model::key_id> ids
) {
    std::vector<ports::result<content_key>> keys(ids.size(), ports::errc::not_found);
    std::vector<std::size_t> missing;
    std::vector<model::key_id> asked;
    for (std::size_t at = 0; at < ids.size(); ++at) {
        if (auto key = cache_.find(ids[at])) {
            keys[at] = std::move(*key);
        } else {
            missing.push_back(at);
            asked.push_back(ids[at]);
        }
    }
    if (missing.empty()) {
        co_return keys;
    }
    const auto generation = cache_.generation();
    const auto wrapped = co_await parts_.store.find_all(std::move(asked));
    if (!wrapped) {
        co_return wrapped.error();
    }
    for (std::size_t i = 0; i < missing.size() && i < wrapped->size(); ++i) {
        const auto& found = (*wrapped)[i];
        auto& key = keys[missing[i]];
        key = found ? unwrap(ids[missing[i]], *found) : ports::result<content_key>{found.error()};
        if (key) {
            cache_.insert_if_unchanged(*key, generation);
        }
    }
    co_return keys;
}

ports::async_result<void> key_supply::destroy(model::key_id id) {
    const auto destroyed = co_await parts_.store.destroy(id, parts_.clock.now());
    cache_.forget(id);
    co_return destroyed;
}

ports::async_result<void> key_supply::refill() {
    if (refilling_.exchange(true)) {
        co_return ports::result<void>{};
    }
    const flag_guard guard{refilling_};
    const auto batch_size = std::max<std::size_t>(options_.batch_size, 1);
    for (auto missing = missing_keys(); missing > 0; missing = missing_keys()) {
        auto made = make_keys(std::min(missing, batch_size));
        const auto stored = co_await parts_.store.add(std::move(made.wrapped));
        if (!stored) {
            co_return stored.error();
        }
        add_to_pool(made.keys);
    }
    co_return ports::result<void>{};
}

bool key_supply::wants_refill() const noexcept {
    return !refilling_ && pooled_ <= options_.pool_size / 2;
}

model::uuid key_supply::mint() const {
    std::array<std::uint8_t, 10> random{};
    random_bytes(random);
    return model::uuid::version_7(parts_.clock.now(), random);
}

key_supply::made_keys key_supply::make_keys(std::size_t count) const {
    made_keys made;
    made.keys.reserve(count);
    made.wrapped.reserve(count);
    for (std::size_t i = 0; i < count; ++i) {
        const model::key_id id{mint()};
        ports::secret_key key{};
        std::array<std::uint8_t, iv_size> iv{};
        random_bytes(key);
        random_bytes(iv);
        auto wrapped = std::string{as_text(iv)};
        wrapped += seal_gcm(
            key_encryption_key_,
            iv,
            wrap_data(parts_.environment, id, version_).text(),
            as_text(key)
        );
        made.keys.emplace_back(id, key);
        made.wrapped.push_back({id, version_, std::move(wrapped)});
        wipe(key);
    }
    return made;
}

ports::result<content_key>
key_supply::unwrap(const model::key_id& id, const ports::wrapped_key& wrapped) const {
    auto root = parts_.keys.key(ports::key_purpose::key_encryption, wrapped.key_encryption_version);
    if (!root || wrapped.wrapped.size() != wrapped_size) {
        return ports::errc::not_authentic;
    }
    const std::string_view text = wrapped.wrapped;
    auto opened = open_gcm(
        *root,
        iv_of(text),
        wrap_data(parts_.environment, id, wrapped.key_encryption_version).text(),
        text.substr(iv_size)
    );
    wipe(*root);
    if (!opened) {
        return ports::errc::not_authentic;
    }
    ports::secret_key key{};
    std::copy(opened->begin(), opened->end(), key.begin());
    content_key result{id, key};
    wipe(key);
    wipe(*opened);
    return result;
}

std::optional<content_key> key_supply::take_from_pool() {
    const std::lock_guard lock{pool_mutex_};
    if (pool_.empty()) {
        return std::nullopt;
    }
    auto key = pool_.back();
    pool_.pop_back();
    pooled_ = pool_.size();
    return key;
}

void key_supply::add_to_pool(const std::vector<content_key>& keys) {
    const std::lock_guard lock{pool_mutex_};
    for (const auto& key : keys) {
        if (pool_.size() < options_.pool_size) {
            pool_.push_back(key);
        }
    }
    pooled_ = pool_.size();
}

std::size_t key_supply::missing_keys() const noexcept {
    const std::size_t pooled = pooled_;
    return pooled < options_.pool_size ? options_.pool_size - pooled : 0;
}

}  // namespace hub::vault
