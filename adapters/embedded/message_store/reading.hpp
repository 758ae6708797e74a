// The readers' side of the message store: queries on one connection.
#pragma once

#include "adapters/embedded/ledger/log_table.hpp"
#include "adapters/embedded/ledger/outbox_watermark.hpp"
#include "adapters/embedded/ledger/position_table.hpp"
#include "adapters/embedded/message_store/rows.hpp"
#include "hub/ports/message_store.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace adapters::embedded::message_store {

class reading_session {
public:
    reading_session(
        sqlite::connection& file,
        const key_index& index,
        const ledger::outbox_watermark& outbox
    );

    [[nodiscard]] hub::ports::result<hub::ports::stored_message> find(
        const hub::model::message_id& id
    );
    [[nodiscard]] hub::ports::result<hub::ports::stored_message>
    find_submission(const hub::model::submission_key& key, std::uint64_t hash);
    [[nodiscard]] hub::ports::result<std::vector<hub::ports::stored_message>> find_reference(
        const hub::model::oin& owner,
        const hub::model::digest& reference,
        std::uint64_t hash
    );
    [[nodiscard]] hub::ports::result<hub::model::casus_id> find_casus(
        const hub::model::oin& owner,
        const hub::model::digest& reference,
        std::uint64_t hash
    );
    [[nodiscard]] hub::ports::result<std::vector<hub::model::oin>> participants(
        const hub::model::casus_id& casus
    );

    [[nodiscard]] hub::ports::result<hub::ports::receipt_parts> receipt(
        const hub::model::message_id& id
    );
    [[nodiscard]] hub::ports::result<hub::model::sealed_part> original(
        const hub::model::message_id& id
    );
    [[nodiscard]] hub::ports::result<std::vector<hub::ports::state_change>> history(
        const hub::model::message_id& id
    );
    [[nodiscard]] hub::ports::result<std::vector<hub::ports::stored_message>> search(
        const hub::ports::message_query& query
    );

    // The row and receipt of an earlier message, for whoever sent it again.
    [[nodiscard]] hub::ports::result<hub::ports::append_outcome> repeat(std::uint64_t sequence);

    // Records behind a sequence that wait to be published.
    [[nodiscard]] hub::ports::result<std::vector<hub::ports::outgoing>>
    waiting(std::uint64_t after_sequence, std::size_t limit);
    [[nodiscard]] hub::ports::result<std::vector<hub::ports::outgoing>> unsettled(
        hub::model::timestamp published_before,
        std::uint64_t after_sequence,
        std::size_t limit
    );

    [[nodiscard]] ledger::log_reader& log() noexcept { return log_; }
    [[nodiscard]] ledger::position_reader& positions() noexcept { return positions_; }

private:
    [[nodiscard]] hub::ports::stored_message shown(message_row row) const;
    [[nodiscard]] std::optional<hub::ports::receipt_parts> receipt_of(const message_row& row);
    [[nodiscard]] std::string content(sqlite::statement& blobs, const message_row& row, slice part);
    [[nodiscard]] std::vector<hub::ports::outgoing> records_of(const std::vector<message_row>& rows
    );
    // Narrows a search in time by sequence: the first one of the first commit at or after a time.
    [[nodiscard]] std::optional<std::uint64_t> first_sequence_at(hub::model::timestamp time);
    [[nodiscard]] std::string conditions(const hub::ports::message_query& query);

    sqlite::connection& file_;
    const ledger::outbox_watermark& outbox_;
    row_reader rows_;
    ledger::log_reader log_;
    ledger::position_reader positions_;
    ledger::outbox_reader published_;
    sqlite::statement waiting_;
    sqlite::statement unsettled_;
    sqlite::statement envelopes_;
    sqlite::statement part_of_envelopes_;
    sqlite::statement part_of_originals_;
    sqlite::statement steps_;
    sqlite::statement participants_;
    sqlite::statement first_at_;
};

}  // namespace adapters::embedded::message_store
