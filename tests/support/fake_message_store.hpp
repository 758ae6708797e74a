// A message store in memory that commits every message by itself.
#pragma once

#include "hub/model/admitted_message.hpp"
#include "hub/ports/clock.hpp"
#include "hub/ports/message_store.hpp"
#include "hub/ports/signer.hpp"
#include "hub/runtime/bell.hpp"
#include "hub/vault/log.hpp"

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tests::support {

// Thread-safe.
class fake_message_store final : public hub::ports::message_store, public hub::ports::casus_store {
public:
    fake_message_store(
        hub::model::environment environment,
        const hub::ports::signer& signer,
        const hub::ports::clock& clock
    );

    // Intake's side.
    hub::ports::async_result<hub::ports::append_outcome> append(hub::model::admitted_message message
    ) override;
    hub::ports::async_result<hub::ports::stored_message> find(hub::model::message_id id) override;
    hub::ports::async_result<hub::ports::stored_message> find_submission(
        hub::model::submission_key key
    ) override;
    hub::ports::async_result<std::vector<hub::ports::stored_message>>
    find_reference(hub::model::oin owner, hub::model::digest reference) override;
    hub::ports::async_result<hub::ports::receipt_parts> receipt(hub::model::message_id id) override;
    hub::ports::async_result<hub::model::sealed_part> original(hub::model::message_id id) override;
    hub::ports::async_result<std::vector<hub::ports::state_change>> history(
        hub::model::message_id id
    ) override;
    hub::ports::async_result<std::vector<hub::ports::stored_message>> search(
        hub::ports::message_query query
    ) override;
    hub::ports::async_result<void> settle(
        std::vector<hub::ports::state_change> changes,
        std::vector<hub::ports::position> positions
    ) override;
    hub::ports::async_result<std::vector<hub::ports::outgoing>> unsettled(
        hub::model::timestamp published_before,
        std::uint64_t after_sequence,
        std::size_t limit
    ) override;
    hub::ports::store_health health() const override { return {}; }

    hub::ports::async_result<hub::model::casus_id>
    find_casus(hub::model::oin owner, hub::model::digest reference) override;
    hub::ports::async_result<std::vector<hub::model::oin>> participants(hub::model::casus_id id
    ) override;

    // The forwarder's side.
    hub::ports::async_result<std::vector<hub::ports::outgoing>>
    next_outgoing(std::uint64_t after_sequence, std::size_t limit) override;
    hub::ports::async_result<void> mark_published(
        std::vector<hub::ports::published> done,
        std::vector<hub::ports::unpublishable> parked
    ) override;
    std::uint64_t published_up_to() const noexcept override;
    hub::ports::outbox_depth depth() const noexcept override;
    void close_outbox() override;

    std::string_view log_id() const noexcept override { return identity_.log_id; }
    hub::ports::async_result<void> record(std::vector<hub::ports::audit_act> acts) override;
    hub::ports::async_result<std::vector<hub::ports::log_batch>>
    read(std::uint64_t from_number, std::size_t limit, hub::ports::leaves what) override;
    hub::ports::async_result<std::optional<hub::ports::position>>
    next_position(hub::model::stream stream, std::int32_t partition) override;
    [[nodiscard]] hub::ports::async_result<void> move_to(std::vector<hub::ports::position> next
    ) override;

    // What a test looks at and does to it.
    [[nodiscard]] std::vector<hub::model::admitted_message> admitted() const;
    [[nodiscard]] std::size_t calls() const noexcept { return calls_; }
    // The call with this number (counting from the next as 0) fails instead, and does nothing.
    void fail_call(std::size_t number, hub::ports::errc error);
    // The next append or settling commits and answers errc::unknown nevertheless.
    void lose_next_answer();
    // A message reaches this state at its first destination.
    void set_state(const hub::model::message_id& id, hub::model::state state);
    // Called with the lock free before an append looks; lets something happen in between.
    std::function<void()> before_append;

private:
    struct entry {
        hub::model::admitted_message message;
        hub::ports::stored_message row;
        hub::ports::receipt_parts receipt;
        std::string envelope;
        std::vector<hub::ports::state_change> history;
        std::map<std::string, hub::model::state> states;
        std::optional<hub::model::timestamp> published;
    };
    struct kept_casus {
        std::set<hub::model::oin> participants;
    };
    using reference_key = std::pair<hub::model::oin, hub::model::digest>;

    [[nodiscard]] std::optional<hub::ports::errc> next_failure();
    [[nodiscard]] entry* find_entry(const hub::model::message_id& id);
    [[nodiscard]] entry* find_key(const hub::model::submission_key& key);
    [[nodiscard]] std::optional<hub::ports::result<hub::ports::append_outcome>> look(
        const hub::model::admitted_message& message
    );
    [[nodiscard]] hub::ports::result<hub::ports::append_outcome> commit(
        hub::model::admitted_message message
    );
    void enter_casus(const hub::model::admitted_message& message);
    void apply(const hub::ports::state_change& change);
    [[nodiscard]] hub::ports::result<hub::vault::sealed_commit> seal(
        std::span<const std::string> leaves
    );
    [[nodiscard]] static hub::ports::outgoing outgoing_of(const entry& one);
    [[nodiscard]] static hub::model::state derive(const entry& one);

    const hub::vault::log_identity identity_;
    const hub::ports::signer& signer_;
    const hub::ports::clock& clock_;
    mutable std::mutex mutex_;
    hub::runtime::bell bell_;
    std::vector<entry> entries_;
    std::map<hub::model::casus_id, kept_casus> casus_;
    std::map<reference_key, hub::model::casus_id> references_;
    std::map<std::pair<std::optional<hub::model::casus_id>, std::string>, std::uint64_t> sequences_;
    std::map<std::pair<hub::model::stream, std::int32_t>, hub::ports::position> positions_;
    std::vector<hub::ports::log_batch> batches_;
    hub::vault::log_state log_;
    std::uint64_t published_up_to_ = 0;
    std::set<std::uint64_t> published_ahead_;
    bool closed_ = false;
    std::atomic<std::size_t> calls_ = 0;
    std::optional<std::pair<std::size_t, hub::ports::errc>> failure_;
    bool loses_answer_ = false;
};

}  // namespace tests::support
