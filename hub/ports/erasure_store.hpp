// Which casussen are to be erased, and when: said before, so that it can still be withdrawn.
#pragma once

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

enum class erasure_state {
    // Waits for its day.
    aangekondigd,
    // There is no way back any more; the log is to say so before anything goes.
    onherroepelijk,
    // The log says so: the key is destroyed, or about to be.
    bezig,
    gewist,
    // An operator thought better of it in time.
    ingetrokken,
};

[[nodiscard]] std::string_view to_string(erasure_state value) noexcept;

struct planned_erasure {
    model::casus_id casus;
    erasure_state state = erasure_state::aangekondigd;
    // Stable word, without personal data.
    std::string reason;
    // Digests of the two operators.
    std::string proposed_by;
    std::string confirmed_by;
    model::timestamp announced_at;
    model::timestamp erase_at;
    // When it got the state that it is in.
    model::timestamp changed_at;
};

// One file, one writer. Callable from any executor; completes on the caller's.
class erasure_store {
public:
    virtual ~erasure_store() = default;

    // Durable when it returns. errc::conflict when one stands that was not withdrawn.
    [[nodiscard]] virtual async_result<void> announce(planned_erasure one) = 0;
    // errc::not_found.
    [[nodiscard]] virtual async_result<planned_erasure> find(model::casus_id casus) = 0;
    // Those that changed last first.
    [[nodiscard]] virtual async_result<std::vector<planned_erasure>> list(std::size_t limit) = 0;
    // What is going on, and what was announced for this time or before.
    [[nodiscard]] virtual async_result<std::vector<planned_erasure>>
    due(model::timestamp until, std::size_t limit) = 0;
    // Durable when it returns. errc::conflict when it is in another state than this one,
    // errc::not_found.
    [[nodiscard]] virtual async_result<void>
    move(model::casus_id casus, erasure_state from, erasure_state to, model::timestamp at) = 0;
    // How many are going on or got done since this time.
    [[nodiscard]] virtual async_result<std::uint64_t> begun_since(model::timestamp from) = 0;

    [[nodiscard]] virtual bool writable() const = 0;
};

}  // namespace hub::ports
