// Where intake keeps, sealed and for a term, what it could not understand: each with code, place
// and reason.
#pragma once

#include "hub/model/admitted_message.hpp"
#include "hub/model/oin.hpp"
#include "hub/model/rejection.hpp"
#include "hub/model/timestamp.hpp"
#include "hub/model/uuid.hpp"
#include "hub/ports/result.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hub::ports {

enum class quarantine_state {
    // Waits for an operator or its term.
    bewaard,
    // Refused because of personal data: there never was anything to keep.
    niet_bewaard,
    // Handed in again and accepted as a message; its content lives on there.
    ingediend,
    // Ended by two operators.
    afgesloten,
    // Its term passed; the key is destroyed.
    gewist,
};

[[nodiscard]] std::string_view to_string(quarantine_state value) noexcept;
[[nodiscard]] std::optional<quarantine_state> parse_quarantine_state(std::string_view text
) noexcept;

// What may be shown of one of them. Its id is the id of its key too.
struct quarantined {
    // Order of arrival, given by the store; cursors use it.
    std::uint64_t sequence = 0;
    model::message_id id;
    // Whose certificate brought it: it counts in this one's share.
    model::oin certificate;
    // The form in which it came: the name of its decoder.
    std::string form;
    // Why it was refused: schema-known places only, never a value from the input.
    model::rejection why;
    // Keyed digest of the exact bytes: the same again is kept once.
    model::digest digest{};
    std::uint64_t size = 0;
    // How often the same came.
    std::uint32_t times = 1;
    model::timestamp received_at;
    model::timestamp last_at;
    // Erased from this time on, once that was announced.
    model::timestamp erase_at;
    std::optional<model::timestamp> announced_at;
    quarantine_state state = quarantine_state::bewaard;
    std::optional<model::timestamp> ended_at;
    // The message that it became; of one that is being handed in, as soon as that is known.
    std::optional<model::message_id> became;
    // Set while it is being handed in, and afterwards when that was cut short.
    std::optional<model::timestamp> handing_in_since;
    // Stable word of whoever ended it.
    std::string reason;
    // Whether the sealed content is still there.
    bool has_content = false;
};

// What may be kept in all, and of one certificate's OIN; beyond it nothing is.
struct quarantine_bounds {
    std::uint64_t count_each = 200;
    std::uint64_t bytes_each = std::uint64_t{100} << 20U;
    std::uint64_t bytes_all = std::uint64_t{1} << 30U;
};

enum class erasure_notice { none, given };

enum class quarantine_room { free, same_again, full };

struct quarantine_query {
    std::optional<model::oin> certificate;
    std::optional<quarantine_state> state;
    // Newest first; only those below this sequence.
    std::optional<std::uint64_t> before_sequence;
    std::size_t limit = 50;
};

struct quarantine_ending {
    quarantine_state state = quarantine_state::afgesloten;
    model::timestamp at;
    std::optional<model::message_id> became;
    std::string reason;
};

// How far handing one in again has come.
struct handing_in {
    model::timestamp since;
    // Once it was accepted: from then on it only remains to destroy what is kept.
    std::optional<model::message_id> became;
};

// One file, one writer. Callable from any executor; completes on the caller's.
class quarantine_store {
public:
    virtual ~quarantine_store() = default;

    // Keeps one within the bounds; durable when it returns. Gives the one that is there: the given
    // one, or an earlier one of the same OIN and form with the same digest, which then counts
    // once more. errc::too_large: the share, or all of it, is full.
    [[nodiscard]] virtual async_result<quarantined>
    add(quarantined one, model::sealed_part content, quarantine_bounds bounds) = 0;

    // What add() would find, so that no key is made for nothing.
    [[nodiscard]] virtual async_result<quarantine_room>
    room(quarantined one, quarantine_bounds bounds) = 0;

    // errc::not_found.
    [[nodiscard]] virtual async_result<quarantined> find(model::message_id id) = 0;
    // errc::not_found, errc::erased.
    [[nodiscard]] virtual async_result<model::sealed_part> content(model::message_id id) = 0;
    [[nodiscard]] virtual async_result<std::vector<quarantined>> search(quarantine_query query) = 0;

    // Durable when it returns, so that what is cut short can be finished; nothing: it is not being
    // handed in any more. errc::not_found; errc::conflict for one that is not bewaard.
    [[nodiscard]] virtual async_result<void>
    hand_in(model::message_id id, std::optional<handing_in> how) = 0;
    // What is being handed in, the oldest first.
    [[nodiscard]] virtual async_result<std::vector<quarantined>> being_handed_in(std::size_t limit
    ) = 0;

    // Ends one that is bewaard, or erases one that was ended otherwise. With ingediend and gewist
    // the content goes. errc::not_found; errc::conflict for one that was ended already.
    [[nodiscard]] virtual async_result<void> end(model::message_id id, quarantine_ending how) = 0;

    // With content or niet_bewaard, to be erased at or before this time, the oldest first: those
    // of which that was announced, or those of which it was not.
    [[nodiscard]] virtual async_result<std::vector<quarantined>>
    due(model::timestamp erase_before, erasure_notice which, std::size_t limit) = 0;
    // Says when it will be erased; again moves it. errc::not_found.
    [[nodiscard]] virtual async_result<void>
    announce(model::message_id id, model::timestamp at, model::timestamp erase_at) = 0;
    // How many were erased from this time on.
    [[nodiscard]] virtual async_result<std::uint64_t> erased_since(model::timestamp from) = 0;
    // Forgets rows without content that ended before this time, a bounded number of them.
    [[nodiscard]] virtual async_result<void> forget(model::timestamp ended_before) = 0;

    [[nodiscard]] virtual bool writable() const = 0;
};

}  // namespace hub::ports
