// What may happen to one message in a postvak: decisions on its record.
#pragma once

#include "hub/model/oin.hpp"
#include "hub/model/timestamp.hpp"
#include "hub/model/words.hpp"
#include "schemas/pmm/v1/book.pb.h"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace hub::delivery {

// Kinds of record: open items, and those that are acknowledged or refused.
[[nodiscard]] std::string open_kind(const model::oin& recipient);
[[nodiscard]] std::string settled_kind(const model::oin& recipient);
// Names every organisation that ever had something in its postvak; ids are OINs.
inline constexpr std::string_view holder_kind = "postvakhouder";
// The recipient of a record of kind open_kind(); nothing for other kinds.
[[nodiscard]] std::optional<model::oin> recipient_of_kind(std::string_view kind);

inline constexpr std::string_view lost_right = "recht_vervallen";

// Statusberichten are told to nobody: that would never end.
[[nodiscard]] bool has_status(const pmm::v1::PostvakItem& item);

// Nobody may claim for longer.
inline constexpr std::chrono::seconds longest_lease{86'400};

// Nobody has it now. What is parked by a lost right is free again once the right is back. A lease
// that lasts longer than any may is of a time before the clock was set back: it has ended.
[[nodiscard]] bool is_free(const pmm::v1::PostvakItem& item, model::timestamp now);

// Whether the sender has to hear of it.
enum class claiming { first, again };

// Marks it as claimed: for the first time since it lay ready or was parked, or once more.
claiming claim(pmm::v1::PostvakItem& item, const std::string& claimant, model::timestamp until);

// The item as it rests once it is settled: without its content.
[[nodiscard]] pmm::v1::PostvakItem settled(
    pmm::v1::PostvakItem item,
    model::state state,
    const std::string& reason,
    model::timestamp now
);

// Marks it as parked, by a lost right or by what became of pushing it.
void park(pmm::v1::PostvakItem& item, std::string_view reason = lost_right);
[[nodiscard]] bool is_parked(const pmm::v1::PostvakItem& item);

// Where an item stands for who pushes it.
struct push_place {
    enum class kind {
        // Taken, fetched or parked: nothing to push.
        over,
        // To be pushed at this time or later.
        due,
    };
    kind what = kind::over;
    model::timestamp at{};
};

// Whether what parked because of its webhook goes again (the webhook was changed).
enum class parked_pushes { stay, go_again };

[[nodiscard]] push_place
place_of_push(const pmm::v1::PostvakItem& item, parked_pushes parked, model::timestamp now);

// A stable word of a recipient: [a-z0-9_], at most 64 characters.
[[nodiscard]] bool is_reason(std::string_view text);

}  // namespace hub::delivery
