#include "hub/vault/vault.hpp"

#include "hub/vault/base64url.hpp"
#include "hub/vault/key_supply.hpp"
#include "hub/vault/primitives.hpp"

#include <map>
#include <stdexcept>
#include <utility>

namespace hub::vault {
namespace {

// How a part's key is derived and what is bound to it; another way would be another version.
constexpr std::uint32_t seal_version = 1;

std::string_view to_string(part which) noexcept {
    switch (which) {
        case part::canoniek:
            return "canoniek";
        case part::origineel:
            return "origineel";
    }
    return {};
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

// Everything of a document is bound to this word, so that no record passes for part of a message.
constexpr std::string_view document_word = "bijlage";

std::string_view to_string(record_place::kind which) noexcept {
    switch (which) {
        case record_place::kind::description:
            return "omschrijving";
        case record_place::kind::content:
            return "inhoud";
        case record_place::kind::last_content:
            return "laatste inhoud";
    }
    return {};
}

length_prefixed additional_data(
    model::environment environment,
    const document_context& context,
    record_place place
) {
    return {
        model::to_string(environment),
        document_word,
        context.document.view(),
        context.owner.text(),
        to_string(place.is),
        as_text(big_endian(place.number)),
        as_text(big_endian(seal_version)),
    };
}

// The key of one part of one message, or of one document; wiped when it goes.
class part_key {
public:
    part_key(const ports::secret_key& key, const model::message_id& message, part which)
        : key_{hkdf_expand(key, length_prefixed{message.view(), to_string(which)}.text())} {}
    part_key(const ports::secret_key& key, const model::document_id& document)
        : key_{hkdf_expand(key, length_prefixed{document.view(), document_word}.text())} {}
    part_key(const part_key&) = delete;
    part_key& operator=(const part_key&) = delete;
    ~part_key() { wipe(key_); }

    [[nodiscard]] key_bytes bytes() const noexcept { return key_; }

private:
    std::array<std::uint8_t, 32> key_;
};

model::sealed_part
seal_with(const part_key& key, const length_prefixed& bound, std::string_view plaintext) {
    model::sealed_part sealed;
    sealed.key_version = seal_version;
    random_bytes(sealed.iv);
    sealed.ciphertext = seal_gcm(key.bytes(), sealed.iv, bound.text(), plaintext);
    return sealed;
}

ports::result<std::string>
open_with(const part_key& key, const length_prefixed& bound, const sealed_view& sealed) {
    if (sealed.key_version != seal_version || sealed.iv.size() != iv_bytes::extent) {
        return ports::errc::not_authentic;
    }
    const iv_bytes iv{reinterpret_cast<const std::uint8_t*>(sealed.iv.data()), iv_bytes::extent};
    auto plaintext = open_gcm(key.bytes(), iv, bound.text(), sealed.ciphertext);
    if (!plaintext) {
        return ports::errc::not_authentic;
    }
    return std::move(*plaintext);
}

sealed_view view_of(const model::sealed_part& sealed) {
    return {sealed.key_version, as_text(sealed.iv), sealed.ciphertext};
}

}  // namespace

class vault::implementation {
public:
    implementation(
        model::environment environment,
        ports::key_provider& keys,
        ports::case_key_store& store,
        ports::clock& clock,
        vault_options options
    )
        : environment_{environment}, supply_{{environment, keys, store, clock}, options} {
        for (const auto purpose :
             {ports::key_purpose::original_digest,
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

    [[nodiscard]] key_supply& supply() noexcept { return supply_; }

    [[nodiscard]] model::environment environment() const noexcept { return environment_; }

    [[nodiscard]] const ports::secret_key& root_key(ports::key_purpose purpose) const {
        return root_keys_.at(purpose);
    }

private:
    const model::environment environment_;
    std::map<ports::key_purpose, ports::secret_key> root_keys_;
    key_supply supply_;
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
    return implementation_->supply().take_fresh();
}

ports::async_result<content_key> vault::find_key(model::key_id id) {
    return implementation_->supply().find(id);
}

ports::async_result<std::vector<ports::result<content_key>>> vault::find_keys(
    std::vector<model::key_id> ids
) {
    return implementation_->supply().find_all(std::move(ids));
}

ports::async_result<void> vault::destroy_key(model::key_id id) {
    return implementation_->supply().destroy(id);
}

ports::async_result<void> vault::refill() {
    return implementation_->supply().refill();
}

bool vault::wants_refill() const noexcept {
    return implementation_->supply().wants_refill();
}

model::message_id vault::mint_message_id() const {
    return model::message_id{implementation_->supply().mint()};
}

model::sealed_part vault::seal(
    const content_key& key,
    const seal_context& context,
    part which,
    std::string_view plaintext
) const {
    const part_key derived{key.key_, context.message, which};
    return seal_with(
        derived, additional_data(implementation_->environment(), context, which), plaintext
    );
}

ports::result<std::string> vault::open(
    const content_key& key,
    const seal_context& context,
    part which,
    const model::sealed_part& sealed
) const {
    return open(key, context, which, view_of(sealed));
}

ports::result<std::string> vault::open(
    const content_key& key,
    const seal_context& context,
    part which,
    const sealed_view& sealed
) const {
    const part_key derived{key.key_, context.message, which};
    return open_with(
        derived, additional_data(implementation_->environment(), context, which), sealed
    );
}

model::sealed_part vault::seal_record(
    const content_key& key,
    const document_context& context,
    record_place place,
    std::string_view plaintext
) const {
    const part_key derived{key.key_, context.document};
    return seal_with(
        derived, additional_data(implementation_->environment(), context, place), plaintext
    );
}

ports::result<std::string> vault::open_record(
    const content_key& key,
    const document_context& context,
    record_place place,
    const model::sealed_part& sealed
) const {
    const part_key derived{key.key_, context.document};
    return open_with(
        derived, additional_data(implementation_->environment(), context, place), view_of(sealed)
    );
}

ports::secret_key
vault::message_key(const content_key& key, const model::message_id& message, part which) {
    return hkdf_expand(key.key_, length_prefixed{message.view(), to_string(which)}.text());
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

model::hash
vault::document_commitment(const std::array<std::uint8_t, 32>& salt, const model::hash& sha256) {
    return hmac_sha256(salt, {document_word, std::string_view{"\0", 1}, as_text(sha256)});
}

model::digest vault::original_digest(const model::oin& owner, std::string_view original) const {
    return hmac_sha256(
        implementation_->root_key(ports::key_purpose::original_digest),
        {length_prefixed{owner.text()}.text(), original}
    );
}

std::unique_ptr<passing_original> vault::pass_original(const model::oin& owner) const {
    std::array<std::uint8_t, 32> salt{};
    random_bytes(salt);
    auto result = std::make_unique<passing_original>(
        salt, implementation_->root_key(ports::key_purpose::original_digest)
    );
    // As commitment() and original_digest() begin.
    result->commitment_.add(to_string(part::origineel));
    result->commitment_.add(std::string_view{"\0", 1});
    result->digest_.add(length_prefixed{owner.text()}.text());
    return result;
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
