// The messages that a book sends: a row per commit, completed with the log's proof when they are
// read.
#pragma once

#include "adapters/embedded/ledger/log_table.hpp"
#include "adapters/embedded/sqlite/connection.hpp"
#include "adapters/embedded/sqlite/statement.hpp"
#include "hub/model/admitted_message.hpp"
#include "hub/model/timestamp.hpp"
#include "hub/ports/outbox.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace adapters::embedded::book {

// One message within the transaction that commits it. The message outlives it.
struct placed_message {
    const hub::model::admitted_message& message;
    // What vault::build_envelope made of it before.
    std::string_view envelope;
    // Per destination, its number within the casus.
    std::vector<std::uint64_t> numbers;
    // Index of its leaf in the commit.
    std::uint32_t leaf = 0;
};

// The record as it goes to the broker; used after the log was sealed.
[[nodiscard]] hub::ports::record
record_of(const placed_message& placed, const ledger::log_writer& log);

// Used by the writer inside its transactions.
class outgoing_writer {
public:
    explicit outgoing_writer(sqlite::connection& file);

    void insert(
        std::uint64_t first,
        std::uint64_t log_commit,
        const std::vector<placed_message>& messages
    );

    // Removes rows that lie wholly at or before a sequence, and the earlier moves of the watermark,
    // at most limit of each; returns how many rows.
    [[nodiscard]] std::size_t remove_up_to(std::uint64_t sequence, std::size_t limit);

private:
    sqlite::statement insert_;
    sqlite::statement remove_;
    sqlite::statement removed_;
    sqlite::statement forget_moves_;
};

// Used on one connection.
class outgoing_reader {
public:
    explicit outgoing_reader(sqlite::connection& file);

    // Records behind a sequence, in order, at most limit; nothing when a row can't be read.
    [[nodiscard]] std::optional<std::vector<hub::ports::outgoing>>
    read(std::uint64_t after, std::size_t limit);

    // Times of acceptance of those behind a sequence.
    [[nodiscard]] std::vector<std::pair<std::uint64_t, hub::model::timestamp>>
    accepted(std::uint64_t after, std::size_t limit);

    // The last sequence given; 0 when there is none.
    [[nodiscard]] std::uint64_t newest();

private:
    struct stored;

    // Calls back with each message behind a sequence until that returns false.
    template <class Visitor>
    [[nodiscard]] bool visit(std::uint64_t after, Visitor visitor);

    ledger::log_reader log_;
    sqlite::statement first_;
    sqlite::statement rows_;
    sqlite::statement newest_;
};

}  // namespace adapters::embedded::book
