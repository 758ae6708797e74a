// What may become of an operator's request to see content: pure decisions on its record.
#pragma once

#include "hub/model/oin.hpp"
#include "hub/model/rejection.hpp"
#include "hub/model/timestamp.hpp"
#include "hub/model/uuid.hpp"
#include "schemas/pmm/v1/book.pb.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace hub::inzage {

enum class subject { bericht, quarantaine };

[[nodiscard]] std::string_view to_string(subject value) noexcept;

// The original is what came in, the canonical form what the hub made of it; a bijlage is one of the
// documents that a message refers to or brought.
enum class content_part { origineel, canoniek, bijlage };

[[nodiscard]] std::string_view to_string(content_part value) noexcept;

enum class state { gevraagd, goedgekeurd, afgewezen, ingetrokken, verlopen, gebruikt };

[[nodiscard]] std::string_view to_string(state value) noexcept;

// Who acts: the digest of a certificate's subject, and the organisation that stands in it.
struct person {
    std::string actor;
    std::string organisation;
};

// What an operator asks.
struct wish {
    subject what = subject::bericht;
    model::message_id about;
    content_part part = content_part::origineel;
    std::string reason;
    // Of the asker's own administration; may be empty.
    std::string reference;
    // With the part bijlage.
    std::optional<model::document_id> document{};
};

struct inzage_options {
    // So long a request waits for a second person, and so long content can be had after that.
    std::chrono::seconds asked_term{std::chrono::hours{24}};
    std::chrono::seconds approved_term{std::chrono::hours{1}};
    std::uint32_t most_looks = 3;
    // Open at once, in all and of one person.
    std::size_t most_open = 50;
    std::size_t most_open_each = 5;
    // How long a request that ended stays to be seen; the log keeps it.
    std::chrono::seconds remembered{std::chrono::hours{24 * 90}};
};

// Why a sender is told that somebody looked, in words; nothing for a word that is no reason.
[[nodiscard]] std::optional<std::string_view> words_of_reason(std::string_view reason) noexcept;

// Codes reden_onbekend, deel_ontbreekt, bijlage_ontbreekt and kenmerk_ongeldig.
[[nodiscard]] std::optional<model::rejection> judge_wish(const wish& what);

[[nodiscard]] state
state_of(const pmm::v1::InzageRecord& record, model::timestamp now, const inzage_options& options);

// Until when it holds as it stands; nothing once it ended.
[[nodiscard]] std::optional<model::timestamp>
ends_at(const pmm::v1::InzageRecord& record, const inzage_options& options);

// Nothing: it may. Codes inzage_beeindigd, inzage_verlopen, zelfde_persoon, inzage_al_goedgekeurd.
[[nodiscard]] std::optional<model::rejection> judge_approval(
    const pmm::v1::InzageRecord& record,
    const person& who,
    model::timestamp now,
    const inzage_options& options
);

// Codes inzage_beeindigd, inzage_verlopen, inzage_niet_goedgekeurd, niet_de_vrager.
[[nodiscard]] std::optional<model::rejection> judge_look(
    const pmm::v1::InzageRecord& record,
    const person& who,
    model::timestamp now,
    const inzage_options& options
);

// Whoever asked withdraws, anybody else turns it down. Codes inzage_beeindigd, inzage_verlopen.
[[nodiscard]] std::optional<model::rejection> judge_ending(
    const pmm::v1::InzageRecord& record,
    model::timestamp now,
    const inzage_options& options
);

void approve(pmm::v1::InzageRecord& record, const person& who, model::timestamp now);
// Counts one look; the last one ends it.
void look(pmm::v1::InzageRecord& record, model::timestamp now, const inzage_options& options);
void end(pmm::v1::InzageRecord& record, state as, const std::string& actor, model::timestamp now);

}  // namespace hub::inzage
