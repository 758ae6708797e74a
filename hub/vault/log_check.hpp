// Checks a whole log, commit by commit: what was cut off, set back, replaced or signed anew is
// found, the more so with a head that was kept outside.
#pragma once

#include "hub/ports/audit_log.hpp"
#include "hub/vault/head.hpp"
#include "hub/vault/log.hpp"
#include "hub/vault/seal_trust.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace hub::vault {

enum class log_fault {
    head_malformed,
    unknown_seal,
    // The signature does not fit what it stands under.
    signature,
    other_environment,
    other_log,
    // The log does not begin at its beginning.
    beginning_missing,
    // A commit is missing between two others.
    commit_missing,
    // A head does not name the one before it: one of them was replaced.
    chain_broken,
    // The sizes do not add up.
    size_differs,
    time_went_back,
    // A new incarnation without the break record of a restore, or one that does not follow.
    break_unrecorded,
    // Leaves are missing, were added, replaced or put in another order.
    leaf_differs,
    // A leaf in the tree says that it is of another log or environment.
    leaf_of_another_log,
    // The head that was kept outside is none of ours.
    outside_head_invalid,
    // The same commit was signed a second time.
    signed_again,
    // The commit of the outside head has another content here: the log was forked.
    forked,
    // The log ends before the outside head: its end was cut off.
    truncated,
    // A restore went back to before the outside head; the break record says so, the commits
    // between are lost.
    set_back,
};

// In plain words, for whoever checks.
[[nodiscard]] std::string_view explain(log_fault fault) noexcept;

struct log_finding {
    log_fault fault = log_fault::head_malformed;
    // The commit where it shows; 0 where there is none.
    std::uint64_t number = 0;
};

struct log_check_options {
    log_identity log;
    // Whether the commits come with their leaves, so that these are checked too.
    ports::leaves leaves = ports::leaves::with;
    // A head (compact JWS) that somebody kept.
    std::optional<std::string> outside_head;
};

// Takes the commits in order from the first; stops at the first finding. The trust must outlive it.
class log_checker {
public:
    log_checker(log_check_options options, const seal_trust& trust);

    [[nodiscard]] std::optional<log_finding> next(const ports::log_batch& batch);

    // After the last commit.
    [[nodiscard]] std::optional<log_finding> finish();

    // Where the log stands after what was checked.
    [[nodiscard]] const log_state& state() const noexcept { return state_; }

private:
    [[nodiscard]] std::optional<log_fault> check_chain(const head_fields& head) const;
    [[nodiscard]] std::optional<log_fault>
    check_leaves(const ports::log_batch& batch, const head_fields& head) const;
    [[nodiscard]] std::optional<log_fault>
    compare_outside(const ports::log_batch& batch, const head_fields& head);

    const log_check_options options_;
    const seal_trust& trust_;
    log_state state_;
    bool first_ = true;
    std::optional<head_fields> outside_;
    bool outside_invalid_ = false;
    bool outside_seen_ = false;
};

// All at once.
[[nodiscard]] std::optional<log_finding> verify_log(
    const log_check_options& options,
    std::span<const ports::log_batch> batches,
    const seal_trust& trust
);

}  // namespace hub::vault
