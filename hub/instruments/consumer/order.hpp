// Decides whether a message may be applied now: sequence numbers per (writer, casus, destination).
#pragma once

#include "hub/model/uuid.hpp"
#include "hub/model/words.hpp"
#include "schemas/pmm/v1/book.pb.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace hub::instruments::consumer {

inline constexpr std::string_view order_kind = "volgorde";

// Signals, register mutations and statusberichten are free of order; so is what has no casus.
[[nodiscard]] bool
keeps_order(model::message_type type, const std::optional<model::casus_id>& casus) noexcept;

// The record's id. The casus stands first, so that new ones fall behind each other in the book.
[[nodiscard]] std::string
order_id(model::casus_id casus, std::string_view destination, std::string_view log_id);

enum class turn {
    // Its predecessor was applied or skipped.
    now,
    // A predecessor is missing or parked.
    early,
    // Behind an audited skip, the skipped one still came: it is applied late rather than lost.
    late,
};

// One record of kind "volgorde".
class order_state {
public:
    order_state() = default;
    // Throws std::runtime_error when the body is none.
    explicit order_state(const std::string& body);

    [[nodiscard]] turn turn_of(std::uint64_t sequence) const noexcept;

    void applied(std::uint64_t sequence, const model::message_id& id);
    void wait(std::uint64_t sequence, const model::message_id& id);
    void blocked_by(const model::message_id& id);

    // Whose turn it is among the waiting.
    [[nodiscard]] std::optional<model::message_id> next_waiting() const;
    [[nodiscard]] const pmm::v1::OrderRecord& record() const noexcept { return record_; }
    [[nodiscard]] std::string body() const { return record_.SerializeAsString(); }

private:
    pmm::v1::OrderRecord record_;
};

}  // namespace hub::instruments::consumer
