// The writer's side of the message store: what one opening of the file remembers, and how a batch
// becomes rows.
#pragma once

#include "adapters/embedded/ledger/casus_sequences.hpp"
#include "adapters/embedded/ledger/log_table.hpp"
#include "adapters/embedded/ledger/outbox_watermark.hpp"
#include "adapters/embedded/ledger/outgoing_tail.hpp"
#include "adapters/embedded/ledger/position_table.hpp"
#include "adapters/embedded/message_store/interned_values.hpp"
#include "adapters/embedded/message_store/key_index.hpp"
#include "adapters/embedded/message_store/message_store.hpp"
#include "adapters/embedded/message_store/rows.hpp"
#include "adapters/embedded/sqlite/file_writer.hpp"

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace adapters::embedded::message_store {

class writing_session;

// What one coroutine wants of the writer.
class store_operation : public sqlite::file_operation {
public:
    using file_operation::file_operation;
    virtual void apply(writing_session& session) = 0;
    // After COMMIT, while the commit's log is still at hand.
    virtual void committed(writing_session& /*session*/) {}
};

class append_operation final : public store_operation {
public:
    append_operation(
        hub::model::admitted_message wanted,
        std::string prepared_envelope,
        const key_hashes& key_hashes
    );

    void apply(writing_session& session) override;
    void committed(writing_session& session) override;

    hub::model::admitted_message message;
    // What vault::build_envelope made of it.
    std::string envelope;
    key_hashes hashes;
    // The newest message before with each hash; 0 for none.
    std::array<std::uint64_t, key_kinds> earlier{};
    hub::ports::append_outcome outcome;
    // fresh: its own; same_key: the earlier message's.
    std::uint64_t sequence = 0;
    std::uint32_t leaf = 0;
    // Its number at each of the message's destinations.
    std::vector<std::uint64_t> numbers;
};

class settle_operation final : public store_operation {
public:
    settle_operation(
        std::vector<hub::ports::state_change> wanted,
        std::vector<hub::ports::position> read_up_to
    );
    void apply(writing_session& session) override;

    std::vector<hub::ports::state_change> changes;
    std::vector<hub::ports::position> positions;
};

// Where the status stream is read on, as an operator decided.
class move_operation final : public store_operation {
public:
    explicit move_operation(std::vector<hub::ports::position> wanted);
    void apply(writing_session& session) override;

    std::vector<hub::ports::position> positions;
};

class record_operation final : public store_operation {
public:
    explicit record_operation(std::vector<hub::ports::audit_act> wanted);
    void apply(writing_session& session) override;

    std::vector<hub::ports::audit_act> acts;
};

// Parks what can never be published.
class park_operation final : public store_operation {
public:
    explicit park_operation(std::vector<hub::ports::unpublishable> wanted);
    void apply(writing_session& session) override;

    std::vector<hub::ports::unpublishable> parked;
};

// What outlives one opening of the file.
struct shared_parts {
    const message_store_options& options;
    key_index& index;
    ledger::outbox_watermark& outbox;
    ledger::outgoing_tail& tail;
};

class writing_session final : public sqlite::writer_session {
public:
    writing_session(sqlite::connection& file, const shared_parts& shared);

    void apply(hub::runtime::write_batch batch) override;
    void committed(hub::runtime::write_batch batch) override;
    void rolled_back() override;
    [[nodiscard]] bool has_work() const override;

    // For operations.
    void append(append_operation& wanted);
    void fill_outcome(append_operation& done);
    void remember_outgoing(append_operation& done);
    // Ends what was parked for want of a destination.
    void end_parked(const message_standing& row, const hub::ports::state_change& change);
    void settle(const hub::ports::state_change& change);
    void set_position(const hub::ports::position& next) { positions_.set(next); }
    void move_position(const hub::ports::position& next) { positions_.move(next); }
    void record(const hub::ports::audit_act& act) { log_.add_act(act); }
    void park(const hub::ports::unpublishable& one);

private:
    enum class casus_verdict { fine, taken, missing };
    struct destination_state {
        hub::model::state state;
        std::string casus_status;
    };
    // A message's destinations as they stand, and how many steps its history has.
    struct progress {
        std::vector<destination_state> destinations;
        std::uint64_t steps = 0;
    };

    void restore_outbox(sqlite::connection& file);
    // Looks up the newest message with a hash of the operation, and remembers it there.
    std::uint64_t newest(key_kind kind, append_operation& wanted);
    [[nodiscard]] bool casus_exists(const hub::model::casus_id& casus);
    [[nodiscard]] casus_verdict judge_casus(append_operation& wanted, bool& maps_reference);
    void end_superseded(const message_row& earlier);
    void insert(append_operation& wanted, bool maps_reference);
    void park_at_intake(const append_operation& wanted);
    void add_participants(const hub::model::admitted_message& message);
    void add_content(const append_operation& wanted, slice& envelope, slice& original);
    void write_commit();
    [[nodiscard]] progress progress_of(const message_standing& row);
    void
    add_step(std::uint64_t sequence, std::uint64_t step, const hub::ports::state_change& change);
    void write_progress(std::uint64_t sequence, const progress& now);
    void record_final(const message_standing& row, const hub::ports::state_change& change);

    const shared_parts shared_;
    sqlite::connection& file_;
    ledger::log_writer log_;
    ledger::position_writer positions_;
    ledger::outbox_writer outbox_;
    row_reader rows_;
    partition_writer partitions_;
    interned_values organisations_;
    interned_values decisions_;
    ledger::casus_sequences sequences_;
    sqlite::statement insert_message_;
    sqlite::statement insert_participant_;
    sqlite::statement insert_envelopes_;
    sqlite::statement insert_originals_;
    sqlite::statement insert_keys_;
    sqlite::statement insert_step_;
    sqlite::statement steps_;
    sqlite::statement set_progress_;
    sqlite::statement casus_;
    sqlite::statement casus_destinations_;

    // As of the last commit.
    std::uint64_t last_sequence_ = 0;
    // What the open transaction adds.
    std::vector<key_hashes> hashes_;
    std::vector<std::pair<std::uint64_t, hub::model::timestamp>> accepted_;
    std::vector<std::uint64_t> exceptions_;
    std::vector<hub::ports::outgoing> fresh_;
    std::string envelopes_;
    std::string originals_;
    std::vector<ledger::watermark_move> moves_;
    std::chrono::steady_clock::time_point began_;
};

}  // namespace adapters::embedded::message_store
