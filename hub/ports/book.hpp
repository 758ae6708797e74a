// The book of a consumer: its own state, position, handled ids, outgoing messages and logbook in
// one transaction.
#pragma once

#include "hub/model/admitted_message.hpp"
#include "hub/model/timestamp.hpp"
#include "hub/model/uuid.hpp"
#include "hub/ports/audit_log.hpp"
#include "hub/ports/broker.hpp"
#include "hub/ports/outbox.hpp"
#include "hub/ports/result.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hub::ports {

// One record of a book. The kind is a word of the instrument ("casus", "vermelding",
// "postvak:<OIN>"); the body is a serialised message of its own, without personal data in clear.
struct book_record {
    std::string kind;
    std::string id;
    std::string body;
    // Given by the book at first insertion, rising; order and cursors use it.
    std::uint64_t sequence = 0;
    // Rises at every change; 0 for a record that does not exist yet.
    std::uint64_t version = 0;
};

struct book_change {
    std::string kind;
    std::string id;
    // Nothing removes the record.
    std::optional<std::string> body;
    // The version this change was decided on (0 = must not exist). errc::conflict when it is
    // another one by now.
    std::uint64_t expected_version = 0;
};

// One line of the Logboek Dataverwerkingen: one per processing and data subject, never sampled.
struct processing_entry {
    model::message_id message;
    // W3C Trace Context, 32 and 16 hex digits.
    std::string trace_id;
    std::string span_id;
    // "Unset", "Ok" or "Error"; properly handled invalid input is Unset.
    std::string status;
    std::string name;
    model::timestamp start;
    model::timestamp end;
    // URI of the processing activity (dpl.core.processing_activity_id).
    std::string activity_id;
    // Pseudonym, never a BSN; empty where no data subject is known.
    std::string data_subject_id;
    std::string data_subject_type;
};

struct book_transaction {
    // Next offsets to read, per partition.
    std::vector<position> positions;
    // Set by move_to().
    std::vector<position> moved;
    // Ids whose effect is in this transaction; a second time is skipped by the consumer.
    std::vector<model::message_id> handled;
    std::vector<book_change> changes;
    // Get leaves in this book's log and go to its outbox.
    std::vector<model::admitted_message> outgoing;
    std::vector<processing_entry> processing;
    std::vector<audit_act> acts;
};

// Callable from any executor; completes on the caller's. Commits that arrive together share one
// transaction.
class book : public outbox, public audit_log, public position_source {
public:
    // Which of these were handled before, in the same order.
    [[nodiscard]] virtual async_result<std::vector<bool>> handled(std::vector<model::message_id> ids
    ) = 0;

    // The records that exist among these ids, in any order.
    [[nodiscard]] virtual async_result<std::vector<book_record>>
    load(std::string kind, std::vector<std::string> ids) = 0;

    // Records of a kind behind a sequence, in order, at most limit.
    [[nodiscard]] virtual async_result<std::vector<book_record>>
    scan(std::string kind, std::uint64_t after_sequence, std::size_t limit) = 0;

    // All or nothing. errc::conflict when an expected version does not hold.
    [[nodiscard]] virtual async_result<void> commit(book_transaction transaction) = 0;

    // What was published since a time, behind a sequence, in order, at most limit: to be published
    // again after a topic was lost.
    [[nodiscard]] virtual async_result<std::vector<ports::outgoing>>
    published_since(model::timestamp since, std::uint64_t after_sequence, std::size_t limit) = 0;

    // Logbook lines behind a number, at most limit, for operators and the logbook's exporter.
    [[nodiscard]] virtual async_result<std::vector<processing_entry>>
    read_processing(std::uint64_t after, std::size_t limit) = 0;
};

}  // namespace hub::ports
