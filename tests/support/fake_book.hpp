// A consumer's book in memory, which passes the same contract suite as the real ones.
#pragma once

#include "hub/ports/book.hpp"
#include "hub/ports/clock.hpp"
#include "hub/ports/signer.hpp"
#include "hub/runtime/bell.hpp"
#include "hub/vault/log.hpp"

#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace tests::support {

// Thread-safe. Each commit is a commit of its log.
class fake_book final : public hub::ports::book {
public:
    fake_book(
        hub::vault::log_identity log,
        const hub::ports::signer& signer,
        const hub::ports::clock& clock
    );

    [[nodiscard]] hub::ports::async_result<std::vector<bool>> handled(
        std::vector<hub::model::message_id> ids
    ) override;
    [[nodiscard]] hub::ports::async_result<std::vector<hub::ports::book_record>>
    load(std::string kind, std::vector<std::string> ids) override;
    [[nodiscard]] hub::ports::async_result<std::vector<hub::ports::book_record>>
    scan(std::string kind, std::uint64_t after_sequence, std::size_t limit) override;
    [[nodiscard]] hub::ports::async_result<void> commit(hub::ports::book_transaction transaction
    ) override;
    [[nodiscard]] hub::ports::async_result<std::vector<hub::ports::processing_entry>>
    read_processing(std::uint64_t after, std::size_t limit) override;

    [[nodiscard]] hub::ports::async_result<std::vector<hub::ports::outgoing>>
    next_outgoing(std::uint64_t after_sequence, std::size_t limit) override;
    [[nodiscard]] hub::ports::async_result<void> mark_published(
        std::vector<hub::ports::published> done,
        std::vector<hub::ports::unpublishable> parked
    ) override;
    [[nodiscard]] std::uint64_t published_up_to() const noexcept override;
    [[nodiscard]] hub::ports::outbox_depth depth() const noexcept override;
    void close_outbox() override;

    [[nodiscard]] std::string_view log_id() const noexcept override;
    [[nodiscard]] hub::ports::async_result<void> record(std::vector<hub::ports::audit_act> acts
    ) override;
    [[nodiscard]] hub::ports::async_result<std::vector<hub::ports::log_batch>>
    read(std::uint64_t from_number, std::size_t limit, hub::ports::leaves what) override;

    [[nodiscard]] hub::ports::async_result<std::optional<hub::ports::position>>
    next_position(hub::model::stream stream, std::int32_t partition) override;
    [[nodiscard]] hub::ports::async_result<std::vector<hub::ports::outgoing>> published_since(
        hub::model::timestamp since,
        std::uint64_t after_sequence,
        std::size_t limit
    ) override;
    [[nodiscard]] hub::ports::async_result<void> move_to(std::vector<hub::ports::position> next
    ) override;

    // The next so many commits fail with this error and leave nothing.
    void fail_commits(hub::ports::errc error, std::size_t commits);

    // Called with the lock free before each commit looks; lets something happen in between.
    std::function<void()> before_commit;

    // All that was ever committed.
    [[nodiscard]] std::vector<hub::model::admitted_message> sent() const;
    [[nodiscard]] std::vector<hub::ports::audit_act> acts() const;
    [[nodiscard]] std::vector<hub::ports::processing_entry> processing() const;
    [[nodiscard]] std::vector<hub::ports::unpublishable> parked() const;

private:
    struct waiting_record {
        hub::ports::outgoing entry;
        hub::model::timestamp accepted_at;
    };
    // What one transaction changes, as a whole or not at all.
    struct contents {
        std::map<std::pair<std::string, std::string>, hub::ports::book_record> records;
        std::uint64_t last_record = 0;
        std::map<std::pair<hub::model::stream, std::int32_t>, hub::ports::position> positions;
        std::set<hub::model::message_id> handled;
        std::vector<hub::ports::processing_entry> processing;
        std::map<std::pair<std::string, std::string>, std::uint64_t> places;
        std::vector<waiting_record> outbox;
        hub::vault::log_state log;
        std::vector<hub::ports::log_batch> batches;
        std::vector<hub::model::admitted_message> sent;
        std::vector<hub::ports::audit_act> acts;
    };

    [[nodiscard]] hub::ports::result<void>
    apply(const hub::ports::book_transaction& transaction, contents& next) const;
    [[nodiscard]] static hub::ports::result<void>
    change(const hub::ports::book_change& wanted, contents& next);
    [[nodiscard]] hub::ports::result<void>
    append_to_log(const hub::ports::book_transaction& transaction, contents& next) const;

    hub::vault::log_identity identity_;
    const hub::ports::signer& signer_;
    const hub::ports::clock& clock_;
    mutable std::mutex mutex_;
    contents contents_;
    std::uint64_t published_up_to_ = 0;
    std::vector<hub::ports::unpublishable> parked_;
    hub::ports::errc failure_ = hub::ports::errc::retry;
    std::size_t failures_left_ = 0;
    bool closed_ = false;
    hub::runtime::bell committed_;
};

}  // namespace tests::support
