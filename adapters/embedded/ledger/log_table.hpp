// The signed log of one writer as rows: leaves of a transaction, their head, and reading them back.
#pragma once

#include "adapters/embedded/sqlite/connection.hpp"
#include "adapters/embedded/sqlite/statement.hpp"
#include "hub/model/receipt.hpp"
#include "hub/ports/audit_log.hpp"
#include "hub/ports/clock.hpp"
#include "hub/ports/result.hpp"
#include "hub/ports/signer.hpp"
#include "hub/vault/log.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace adapters::embedded::ledger {

// What a log writer works with; all must outlive it.
struct log_context {
    hub::vault::log_identity identity;
    const hub::ports::signer& signer;
    const hub::ports::clock& clock;
    // Of a file that was put back from a backup: while the log is still in this incarnation, its
    // next commit begins the next one, with the break record for its first leaf.
    std::optional<std::uint64_t> leaving_incarnation = std::nullopt;
};

// In which incarnation a writer's file stands; nothing when there is no file, or no commit in it.
[[nodiscard]] std::optional<std::uint64_t> incarnation_of(const std::filesystem::path& file);

// Used by the writer inside its transactions. One transaction is: add() leaves, seal() before
// COMMIT, then committed() or abandoned().
class log_writer {
public:
    // Reads where the log stands.
    log_writer(sqlite::connection& file, const log_context& context);

    // As of the last committed() transaction.
    [[nodiscard]] const hub::vault::log_state& state() const noexcept { return state_; }
    // The number that this transaction's commit will have once it has leaves.
    [[nodiscard]] std::uint64_t next_number() const noexcept { return state_.number + 1; }

    // The leaf's index in this commit.
    std::uint32_t add(std::string leaf);
    std::uint32_t add_act(const hub::ports::audit_act& act);

    // Signs the head and inserts the row; nothing without leaves. Fails only when the signer does:
    // then the transaction must not be committed.
    [[nodiscard]] hub::ports::result<void> seal();

    // After seal(), until committed() or abandoned().
    [[nodiscard]] const std::string& head() const noexcept { return sealed_->head; }
    [[nodiscard]] const hub::model::inclusion& place(std::uint32_t index) const {
        return sealed_->places[index];
    }
    [[nodiscard]] const std::string& leaf(std::uint32_t index) const { return leaves_[index]; }

    void committed();
    void abandoned();

private:
    log_context context_;
    sqlite::statement insert_;
    hub::vault::log_state state_;
    // What the next commit begins with.
    std::optional<hub::ports::audit_act> break_;
    std::vector<std::string> leaves_;
    std::optional<hub::vault::sealed_commit> sealed_;
    std::string leaves_blob_;
    std::string paths_blob_;
};

// One commit's proof material, read whole; the views look into it.
class stored_commit {
public:
    stored_commit(std::string head, std::string leaves, std::string paths);
    stored_commit(const stored_commit&) = delete;
    stored_commit& operator=(const stored_commit&) = delete;

    [[nodiscard]] const std::string& head() const noexcept { return head_; }
    // Empty, and an empty place, for an index that is not there.
    [[nodiscard]] std::string_view leaf(std::uint32_t index) const noexcept;
    [[nodiscard]] hub::model::inclusion place(std::uint32_t index) const;

private:
    std::string head_;
    std::string leaves_blob_;
    std::string paths_blob_;
    std::vector<std::string_view> leaves_;
    std::vector<std::string_view> paths_;
};

// Of a page with leaves; the commit that reaches it is the last of the page.
inline constexpr std::size_t most_leaf_bytes = std::size_t{4} << 20U;

// Used on one connection.
class log_reader {
public:
    explicit log_reader(sqlite::connection& file);

    // As the port says.
    [[nodiscard]] std::vector<hub::ports::log_batch>
    read(std::uint64_t from_number, std::size_t limit, hub::ports::leaves what);

    // Null when there is none.
    [[nodiscard]] std::unique_ptr<stored_commit> find(std::uint64_t number);

private:
    sqlite::statement batches_;
    sqlite::statement heads_;
    sqlite::statement one_;
};

}  // namespace adapters::embedded::ledger
