// What travels on topics: written from an admitted message, and checked by whoever is about to act
// on it.
#pragma once

#include "hub/model/admitted_message.hpp"
#include "hub/model/environment.hpp"
#include "hub/model/receipt.hpp"
#include "hub/vault/envelope_view.hpp"
#include "hub/vault/leaf.hpp"
#include "hub/vault/merkle.hpp"
#include "hub/vault/seal_trust.hpp"
#include "hub/vault/vault.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <list>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace hub::vault {

// A serialised pmm.v1.Envelope without what only a commit knows. It can be made before the commit;
// protobuf lets the rest be appended.
[[nodiscard]] std::string
build_envelope(model::environment environment, const model::admitted_message& message);

// Appends destinations with their sequences, in one order, and the proof.
void append_commit_fields(
    std::string& envelope,
    std::span<const model::destination> destinations,
    std::span<const std::uint64_t> sequences,
    std::string_view leaf,
    const model::inclusion& place
);

// Appends the head, which is the same for all messages of a commit.
void append_head(std::string& envelope, std::string_view head);

// Which check an envelope failed; each is a security event, none is poison.
enum class envelope_fault {
    // A field is missing or has an impossible value.
    malformed,
    // It belongs to another environment.
    other_environment,
    // The leaf says something else than the envelope.
    leaf_differs,
    // The head is none, or signed by no seal of ours.
    head_not_signed,
    // The head is of another log, environment or commit size than the leaf's proof says.
    head_differs,
    // The leaf is not in the tree that the head signs.
    not_in_tree,
    // The content is not what the leaf committed to.
    content_differs,
};

// A stable word for security events.
[[nodiscard]] std::string_view to_string(envelope_fault fault) noexcept;

struct envelope_verdict {
    std::optional<envelope_fault> fault;
    // What the verified leaf says, when there is no fault; leaf.log.log_id names the writer. Of the
    // envelope's other fields traceparent, transaction_id, decided_by and decoder_version are not
    // covered.
    message_leaf_fields leaf;
};

// Thread-safe. The trust must outlive it.
class envelope_verifier {
public:
    // So many verified heads are remembered with what was proven under them, the oldest goes first.
    static constexpr std::size_t default_remembered_heads = 1024;

    envelope_verifier(
        model::environment environment,
        const seal_trust& trust,
        std::size_t remembered_heads = default_remembered_heads
    )
        : environment_{environment}, trust_{trust}, remembered_heads_{remembered_heads} {}

    [[nodiscard]] envelope_verdict verify(const envelope_view& envelope);

    // How many heads' signatures were verified so far; the rest was remembered.
    [[nodiscard]] std::size_t verified_heads() const;

private:
    struct proven_head {
        log_identity log;
        proven_tree tree;
    };

    // Under the lock; null when it is not remembered.
    [[nodiscard]] proven_head* find_head(std::string_view jws);
    void remember(std::string_view jws, const head_fields& head);
    [[nodiscard]] static std::optional<envelope_fault>
    check(proven_head& head, const message_leaf_fields& leaf, const proof_view& proof);

    const model::environment environment_;
    const seal_trust& trust_;
    const std::size_t remembered_heads_;
    mutable std::mutex mutex_;
    std::size_t verified_heads_ = 0;
    // Newest first. The index goes by the JWS text itself: nothing is taken for verified by its
    // hash alone.
    std::list<std::pair<std::string, proven_head>> heads_;
    std::unordered_map<std::string_view, proven_head*> by_text_;
};

// After the canonical part was opened: it holds what the leaf committed to (CanonicalPart.salt and
// CanonicalPart.message).
[[nodiscard]] std::optional<envelope_fault> check_content(
    const message_leaf_fields& leaf,
    std::string_view salt,
    std::string_view canonical_message
);

// What vault::open needs to open an envelope's canonical part.
struct envelope_seal {
    model::key_id key;
    seal_context context;
    // Stands where the envelope does.
    sealed_view sealed;
};

// Nothing for a malformed envelope; a verified one is not.
[[nodiscard]] std::optional<envelope_seal> seal_of(const envelope_view& envelope);

}  // namespace hub::vault
