#include "hub/vault/vault.hpp"

#include "hub/vault/base64url.hpp"
#include "hub/vault/key_cache.hpp"
#include "hub/vault/primitives.hpp"

#include <algorithm>
#include <atomic>
#include <map>
#include <mutex>
#include <stdexcept>
#include <utility>
#include <vector>

namespace hub::vault {
namespace {

// How a part's key is derived and what is bound to it; another way would be another version.
constexpr std::uint32_t seal_version = 1;

constexpr std::size_t iv_size = 12;
constexpr std::size_t wrapped_size = iv_size + 32 + tag_size;

std::string_view to_string(part which) noexcept {
    switch (which) {
        case part::canoniek:
            return "canoniek";
        case part::origineel:
            return "origineel";
    }
    return {};
}

iv_bytes iv_of(std::string_view text) {
    return iv_bytes{reinterpret_cast<const std::uint8_t*>(text.data()), iv_size};
}

length_prefixed
additional_data(model::environment environment, const seal_context& context, part which) {
    return {
        model::to_string(environment),
        context.message.view(),
        context.casus ? context.casus->view() : std::string_view{},
        to_string(which),
        context.owner.text(),
        model::cloudevents_type(context.type),
        as_text(big_endian(seal_version)),
    };
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

// The key of one part of one message; wiped when it goes.
class part_key {
public:
    part_key(const ports::secret_key& key, const model::message_id& message, part which)
        : key_{hkdf_expand(key, length_prefixed{message.view(), to_string(which)}.text())} {}
    part_key(const part_key&) = delete;
    part_key& operator=(const part_key&) = delete;
    ~part_key() { wipe(key_); }

    [[nodiscard]] key_bytes bytes() const noexcept { return key_; }

private:
    std::array<std::uint8_t, 32> key_;
};

class flag_guard {
public:
    explicit flag_guard(std::atomic<bool>& flag) noexcept : flag_{flag} {}
    flag_guard(const flag_guard&) = delete;
    flag_guard& operator=(const flag_guard&) = delete;
    ~flag_guard() { flag_ = false; }

private:
    std::atomic<bool>& flag_;
};

struct made_keys {
    std::vector<content_key> keys;
    std::vector<ports::wrapped_key> wrapped;
};

}  // namespace

content_key::~content_key() {
    wipe(key_);
}

class vault::implementation {
public:
    implementation(
        model::environment environment,
        ports::key_provider& keys,
        ports::case_key_store& store,
        ports::clock& clock,
        vault_options options
    )
        : environment_{environment},
          keys_{keys},
          store_{store},
          clock_{clock},
          options_{options},
          cache_{options.cache_size} {
        for (const auto purpose :
             {ports::key_purpose::key_encryption,
              ports::key_purpose::original_digest,
              ports::key_purpose::reference_digest,
              ports::key_purpose::pseudonym_loket,
              ports::key_purpose::pseudonym_logbook}) {
            const auto key = keys.key(purpose, keys.current_version(purpose));
            if (!key) {
                throw std::runtime_error{"a root key is missing"};
            }
            root_keys_.emplace(purpose, *key);
        }
    }
    implementation(const implementation&) = delete;
    implementation& operator=(const implementation&) = delete;
    ~implementation() {
        for (auto& [purpose, key] : root_keys_) {
            wipe(key);
        }
    }

    ports::async_result<content_key> take_fresh_key() {
        if (auto key = take_from_pool()) {
            cache_.insert(*key);
            co_return std::move(*key);
        }
        // Whoever finds the pool empty makes its own small batch: nobody waits for another's
        // refill, which may fail or be cancelled.
        auto made = make_keys(std::max<std::size_t>(options_.urgent_batch_size, 1));
        const auto stored = co_await store_.add(std::move(made.wrapped));
        if (!stored) {
            co_return stored.error();
        }
        auto key = made.keys.back();
        made.keys.pop_back();
        add_to_pool(made.keys);
        cache_.insert(key);
        co_return key;
    }

    ports::async_result<content_key> find_key(model::key_id id) {
        if (auto key = cache_.find(id)) {
            co_return std::move(*key);
        }
        const auto generation = cache_.generation();
        const auto wrapped = co_await store_.find(id);
        if (!wrapped) {
            co_return wrapped.error();
        }
        auto key = unwrap(id, *wrapped);
        if (key) {
            cache_.insert_if_unchanged(*key, generation);
        }
        co_return key;
    }

    ports::async_result<void> destroy_key(model::key_id id) {
        const auto destroyed = co_await store_.destroy(id, clock_.now());
        cache_.forget(id);
        co_return destroyed;
    }

    ports::async_result<void> refill() {
        if (refilling_.exchange(true)) {
            co_return ports::result<void>{};
        }
        const flag_guard guard{refilling_};
        const auto batch_size = std::max<std::size_t>(options_.batch_size, 1);
        for (auto missing = missing_keys(); missing > 0; missing = missing_keys()) {
            auto made = make_keys(std::min(missing, batch_size));
            const auto stored = co_await store_.add(std::move(made.wrapped));
            if (!stored) {
                co_return stored.error();
            }
            add_to_pool(made.keys);
        }
        co_return ports::result<void>{};
    }

    [[nodiscard]] bool wants_refill() const noexcept {
        return !refilling_ && pooled_ <= options_.pool_size / 2;
    }

    [[nodiscard]] model::uuid mint() const {
        std::array<std::uint8_t, 10> random{};
        random_bytes(random);
        return model::uuid::version_7(clock_.now(), random);
    }

    [[nodiscard]] model::environment environment() const noexcept { return environment_; }

    [[nodiscard]] const ports::secret_key& root_key(ports::key_purpose purpose) const {
        return root_keys_.at(purpose);
    }

private:
    [[nodiscard]] made_keys make_keys(std::size_t count) const {
        const auto version = keys_.current_version(ports::key_purpose::key_encryption);
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
                root_key(ports::key_purpose::key_encryption),
                iv,
                wrap_data(environment_, id, version).text(),
                as_text(key)
            );
            made.keys.emplace_back(id, key);
            made.wrapped.push_back({id, version, std::move(wrapped)});
            wipe(key);
        }
        return made;
    }

    [[nodiscard]] ports::result<content_key>
    unwrap(const model::key_id& id, const ports::wrapped_key& wrapped) const {
        auto root = keys_.key(ports::key_purpose::key_encryption, wrapped.key_encryption_version);
        if (!root || wrapped.wrapped.size() != wrapped_size) {
            return ports::errc::not_authentic;
        }
        const std::string_view text = wrapped.wrapped;
        auto opened = open_gcm(
            *root,
            iv_of(text),
            wrap_data(environment_, id, wrapped.key_encryption_version).text(),
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
        wipe({reinterpret_cast<std::uint8_t*>(opened->data()), opened->size()});
        return result;
    }

    [[nodiscard]] std::optional<content_key> take_from_pool() {
        const std::lock_guard lock{pool_mutex_};
        if (pool_.empty()) {
            return std::nullopt;
        }
        auto key = pool_.back();
        pool_.pop_back();
        pooled_ = pool_.size();
        return key;
    }

    void add_to_pool(const std::vector<content_key>& keys) {
        const std::lock_guard lock{pool_mutex_};
        for (const auto& key : keys) {
            if (pool_.size() < options_.pool_size) {
                pool_.push_back(key);
            }
        }
        pooled_ = pool_.size();
    }

    [[nodiscard]] std::size_t missing_keys() const noexcept {
        const std::size_t pooled = pooled_;
        return pooled < options_.pool_size ? options_.pool_size - pooled : 0;
    }

    const model::environment environment_;
    ports::key_provider& keys_;
    ports::case_key_store& store_;
    ports::clock& clock_;
    const vault_options options_;
    std::map<ports::key_purpose, ports::secret_key> root_keys_;
    key_cache cache_;
    std::mutex pool_mutex_;
    std::vector<content_key> pool_;
    // The pool's size, readable without its lock.
    std::atomic<std::size_t> pooled_ = 0;
    std::atomic<bool> refilling_ = false;
};

vault::vault(
    model::environment environment,
    ports::key_provider& keys,
    ports::case_key_store& store,
    ports::clock& clock,
    vault_options options
)
    : implementation_{std::make_unique<implementation>(environment, keys, store, clock, options)} {}

vault::~vault() = default;

ports::async_result<content_key> vault::take_fresh_key() {
    return implementation_->take_fresh_key();
}

ports::async_result<content_key> vault::find_key(model::key_id id) {
    return implementation_->find_key(id);
}

ports::async_result<void> vault::destroy_key(model::key_id id) {
    return implementation_->destroy_key(id);
}

ports::async_result<void> vault::refill() {
    return implementation_->refill();
}

bool vault::wants_refill() const noexcept {
    return implementation_->wants_refill();
}

model::message_id vault::mint_message_id() const {
    return model::message_id{implementation_->mint()};
}

model::sealed_part vault::seal(
    const content_key& key,
    const seal_context& context,
    part which,
    std::string_view plaintext
) const {
    const part_key derived{key.key_, context.message, which};
    model::sealed_part sealed;
    sealed.key_version = seal_version;
    random_bytes(sealed.iv);
    sealed.ciphertext = seal_gcm(
        derived.bytes(),
        sealed.iv,
        additional_data(implementation_->environment(), context, which).text(),
        plaintext
    );
    return sealed;
}

ports::result<std::string> vault::open(
    const content_key& key,
    const seal_context& context,
    part which,
    const model::sealed_part& sealed
) const {
    if (sealed.key_version != seal_version) {
        return ports::errc::not_authentic;
    }
    const part_key derived{key.key_, context.message, which};
    auto plaintext = open_gcm(
        derived.bytes(),
        sealed.iv,
        additional_data(implementation_->environment(), context, which).text(),
        sealed.ciphertext
    );
    if (!plaintext) {
        return ports::errc::not_authentic;
    }
    return std::move(*plaintext);
}

commitments vault::commit_to(std::string_view original, std::string_view canonical) const {
    commitments result;
    random_bytes(result.salt);
    result.original = commitment(result.salt, part::origineel, original);
    result.canonical = commitment(result.salt, part::canoniek, canonical);
    return result;
}

model::hash
vault::commitment(const std::array<std::uint8_t, 32>& salt, part which, std::string_view bytes) {
    return hmac_sha256(salt, {to_string(which), std::string_view{"\0", 1}, bytes});
}

model::digest vault::original_digest(const model::oin& owner, std::string_view original) const {
    return hmac_sha256(
        implementation_->root_key(ports::key_purpose::original_digest),
        {length_prefixed{owner.text()}.text(), original}
    );
}

model::digest vault::reference_digest(const model::oin& owner, std::string_view reference) const {
    return hmac_sha256(
        implementation_->root_key(ports::key_purpose::reference_digest),
        {length_prefixed{owner.text()}.text(), reference}
    );
}

std::string vault::pseudonym(ports::key_purpose purpose, std::string_view bsn) const {
    if (purpose != ports::key_purpose::pseudonym_loket &&
        purpose != ports::key_purpose::pseudonym_logbook) {
        throw std::logic_error{"not a pseudonym purpose"};
    }
    return to_base64url(hmac_sha256(implementation_->root_key(purpose), {bsn}));
}

}  // namespace hub::vault
