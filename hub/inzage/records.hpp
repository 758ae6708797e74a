// What stands in the book, in the log and in the sender's postvak of a request for content.
#pragma once

#include "hub/intake/postvak_notices.hpp"
#include "hub/inzage/decisions.hpp"
#include "hub/ports/audit_log.hpp"
#include "schemas/pmm/v1/book.pb.h"

#include <optional>
#include <string>

namespace hub::inzage {

[[nodiscard]] pmm::v1::InzageRecord
record_of(const wish& what, const person& who, const model::oin& owner, model::timestamp now);

[[nodiscard]] model::message_id about_of(const pmm::v1::InzageRecord& record);
[[nodiscard]] subject subject_of(const pmm::v1::InzageRecord& record);
[[nodiscard]] content_part part_of(const pmm::v1::InzageRecord& record);
// With the part bijlage.
[[nodiscard]] std::optional<model::document_id> document_of(const pmm::v1::InzageRecord& record);

// A leaf with the facts that every step has.
[[nodiscard]] ports::audit_act act_of(
    std::string kind,
    std::string actor,
    const model::message_id& request,
    const pmm::v1::InzageRecord& record
);
// An operator's act, by the word of the step.
[[nodiscard]] ports::audit_act step_of(
    std::string step,
    const person& who,
    const model::message_id& request,
    const pmm::v1::InzageRecord& record
);

// That somebody looked: when, what, why and for which organisation; once per look.
[[nodiscard]] intake::postvak_notice notice_of(
    const model::message_id& request,
    const pmm::v1::InzageRecord& record,
    const model::oin& owner
);

}  // namespace hub::inzage
