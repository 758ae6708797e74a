// Seals and opens content, and makes the keyed digests: the one place where content keys are used.
#pragma once

#include "hub/model/admitted_message.hpp"
#include "hub/model/environment.hpp"
#include "hub/model/oin.hpp"
#include "hub/model/uuid.hpp"
#include "hub/ports/case_key_store.hpp"
#include "hub/ports/clock.hpp"
#include "hub/ports/key_provider.hpp"
#include "hub/ports/result.hpp"
#include "hub/vault/content_key.hpp"
#include "hub/vault/envelope_view.hpp"
#include "hub/vault/key_supply.hpp"
#include "hub/vault/passing_original.hpp"

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hub::vault {

enum class part { canoniek, origineel };

// What is bound to a seal as additional data: moving a part to another message, casus, owner or
// environment breaks it.
struct seal_context {
    model::message_id message;
    std::optional<model::casus_id> casus;
    model::oin owner;
    model::message_type type = model::message_type::aanmelding;
};

// What is bound to every record of a document: its own id and owner.
struct document_context {
    model::document_id document;
    model::oin owner;
};

// Which record of a document it is. That nothing follows the last one is sealed with it, so that a
// document that lost its end is no document.
struct record_place {
    enum class kind { description, content, last_content };
    kind is = kind::content;
    // Of the content, from 0.
    std::uint32_t number = 0;
};

// The commitments of a leaf and the fresh salt that opens them.
struct commitments {
    std::array<std::uint8_t, 32> salt{};
    model::hash original{};
    model::hash canonical{};
};

using vault_options = key_supply_options;

// Thread-safe. Must outlive every operation started on it.
class vault {
public:
    // Throws std::runtime_error when a root key is missing.
    vault(
        model::environment environment,
        ports::key_provider& keys,
        ports::case_key_store& store,
        ports::clock& clock,
        vault_options options = {}
    );
    ~vault();
    vault(const vault&) = delete;
    vault& operator=(const vault&) = delete;

    // A new key with a freshly minted UUIDv7 for its id (a casus id, register entry id or message
    // id), durable when it returns. Taken from keys made ahead, so that it usually costs no sync.
    [[nodiscard]] ports::async_result<content_key> take_fresh_key();

    // errc::not_found, errc::erased, errc::not_authentic (a swapped wrapped key or a KEK of another
    // version).
    [[nodiscard]] ports::async_result<content_key> find_key(model::key_id id);
    // Many at once, in their order, with one look into the store for all that are not remembered.
    // What passes by itself fails them all.
    [[nodiscard]] ports::async_result<std::vector<ports::result<content_key>>> find_keys(
        std::vector<model::key_id> ids
    );

    // Destroys a key in the store and forgets it here. errc::not_found.
    [[nodiscard]] ports::async_result<void> destroy_key(model::key_id id);

    // A fresh UUIDv7 for a message that shares its casus' key.
    [[nodiscard]] model::message_id mint_message_id() const;

    [[nodiscard]] model::sealed_part seal(
        const content_key& key,
        const seal_context& context,
        part which,
        std::string_view plaintext
    ) const;

    // errc::not_authentic when anything does not match.
    [[nodiscard]] ports::result<std::string> open(
        const content_key& key,
        const seal_context& context,
        part which,
        const model::sealed_part& sealed
    ) const;
    [[nodiscard]] ports::result<std::string> open(
        const content_key& key,
        const seal_context& context,
        part which,
        const sealed_view& sealed
    ) const;

    [[nodiscard]] model::sealed_part seal_record(
        const content_key& key,
        const document_context& context,
        record_place place,
        std::string_view plaintext
    ) const;

    // errc::not_authentic when anything does not match.
    [[nodiscard]] ports::result<std::string> open_record(
        const content_key& key,
        const document_context& context,
        record_place place,
        const model::sealed_part& sealed
    ) const;

    // The key of one part of one message: all that a reader of topics is ever given. It opens
    // nothing else, and the content key can't be found from it. Whoever takes it wipes it.
    [[nodiscard]] static ports::secret_key
    message_key(const content_key& key, const model::message_id& message, part which);

    // Commits to the original bytes (OriginalPart.body) and the canonical form
    // (CanonicalPart.message) under a fresh 256-bit salt.
    [[nodiscard]] commitments commit_to(std::string_view original, std::string_view canonical)
        const;

    // The commitment of one form under a known salt.
    [[nodiscard]] static model::hash
    commitment(const std::array<std::uint8_t, 32>& salt, part which, std::string_view bytes);

    // The commitment of a document that a message refers to, under the message's salt.
    [[nodiscard]] static model::hash
    document_commitment(const std::array<std::uint8_t, 32>& salt, const model::hash& sha256);

    [[nodiscard]] model::digest original_digest(const model::oin& owner, std::string_view original)
        const;
    // Both of them for an original that nobody holds as a whole.
    [[nodiscard]] std::unique_ptr<passing_original> pass_original(const model::oin& owner) const;
    [[nodiscard]] model::digest
    reference_digest(const model::oin& owner, std::string_view reference) const;

    // Only for the two pseudonym purposes: the loket's or the logbook's pseudonym of a BSN,
    // base64url; never leaves towards a sender.
    [[nodiscard]] std::string pseudonym(ports::key_purpose purpose, std::string_view bsn) const;

    // Makes keys ahead until the pool is full; the owner calls it at start and whenever
    // wants_refill() says so.
    [[nodiscard]] ports::async_result<void> refill();
    [[nodiscard]] bool wants_refill() const noexcept;

private:
    class implementation;
    std::unique_ptr<implementation> implementation_;
};

}  // namespace hub::vault
