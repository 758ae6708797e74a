// What could not be understood, in memory.
#pragma once

#include "hub/ports/quarantine_store.hpp"

#include <cstdint>
#include <mutex>
#include <optional>
#include <vector>

namespace tests::support {

// Thread-safe. Passes tests/contract/quarantine_store_contract.hpp.
class fake_quarantine_store final : public hub::ports::quarantine_store {
public:
    [[nodiscard]] hub::ports::async_result<hub::ports::quarantined> add(
        hub::ports::quarantined one,
        hub::model::sealed_part content,
        hub::ports::quarantine_bounds bounds
    ) override;
    [[nodiscard]] hub::ports::async_result<hub::ports::quarantine_room>
    room(hub::ports::quarantined one, hub::ports::quarantine_bounds bounds) override;
    [[nodiscard]] hub::ports::async_result<hub::ports::quarantined> find(hub::model::message_id id
    ) override;
    [[nodiscard]] hub::ports::async_result<hub::model::sealed_part> content(
        hub::model::message_id id
    ) override;
    [[nodiscard]] hub::ports::async_result<std::vector<hub::ports::quarantined>> search(
        hub::ports::quarantine_query query
    ) override;
    [[nodiscard]] hub::ports::async_result<void>
    hand_in(hub::model::message_id id, std::optional<hub::ports::handing_in> how) override;
    [[nodiscard]] hub::ports::async_result<std::vector<hub::ports::quarantined>> being_handed_in(
        std::size_t limit
    ) override;
    [[nodiscard]] hub::ports::async_result<void>
    end(hub::model::message_id id, hub::ports::quarantine_ending how) override;
    [[nodiscard]] hub::ports::async_result<std::vector<hub::ports::quarantined>>
    due(hub::model::timestamp erase_before, hub::ports::erasure_notice which, std::size_t limit
    ) override;
    [[nodiscard]] hub::ports::async_result<void> announce(
        hub::model::message_id id,
        hub::model::timestamp at,
        hub::model::timestamp erase_at
    ) override;
    [[nodiscard]] hub::ports::async_result<std::uint64_t> erased_since(hub::model::timestamp from
    ) override;
    [[nodiscard]] hub::ports::async_result<void> forget(hub::model::timestamp ended_before
    ) override;
    [[nodiscard]] bool writable() const override { return true; }

    // From now on everything fails, or works again.
    void fail(hub::ports::errc error);
    void work();

private:
    struct row {
        hub::ports::quarantined shown;
        hub::model::sealed_part content;
    };

    [[nodiscard]] row* find_row(const hub::model::message_id& id);
    [[nodiscard]] row* find_same(const hub::ports::quarantined& one);
    [[nodiscard]] bool
    is_full(const hub::ports::quarantined& one, const hub::ports::quarantine_bounds& bounds) const;

    mutable std::mutex mutex_;
    std::vector<row> rows_;
    std::uint64_t next_ = 1;
    std::optional<hub::ports::errc> failure_;
};

}  // namespace tests::support
