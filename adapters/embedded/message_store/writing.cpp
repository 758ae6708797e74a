#include "adapters/embedded/message_store/writing.hpp"

#include "hub/runtime/kill_points/kill_points.hpp"

#include <algorithm>
#include <sqlite3.h>
#include <utility>

namespace adapters::embedded::message_store {

using hub::runtime::write_batch;

namespace {

// So many times of acceptance behind the watermark are read when the file opens.
constexpr int restored_times = 1000;

std::uint64_t last_sequence(sqlite::connection& file) {
    return static_cast<std::uint64_t>(file.number("SELECT coalesce(max(sequence),0) FROM message"));
}

}  // namespace

writing_session::writing_session(sqlite::connection& file, const shared_parts& shared)
    : shared_{shared},
      file_{file},
      log_{
          file,
          {shared.options.log,
           shared.options.signer,
           shared.options.clock,
           shared.options.leaving_incarnation}},
      positions_{file},
      outbox_{file},
      rows_{file, shared.index},
      partitions_{file},
      organisations_{
          file,
          "SELECT number FROM organisation WHERE oin=?",
          "INSERT INTO organisation(oin) VALUES(?)",
          interned_values::kind::text},
      decisions_{
          file,
          "SELECT number FROM decision WHERE digest=?",
          "INSERT INTO decision(digest) VALUES(?)",
          interned_values::kind::blob},
      sequences_{
          shared.options.memory_casussen,
          [this](const auto& casus, const auto& add) {
              auto found = casus_destinations_.query(sqlite::blob{casus.view()});
              while (found.next()) {
                  add(found.bytes(0));
              }
          }},
      insert_message_{
          file,
          "INSERT INTO "
          "message(sequence,id,commit_number,leaf,envelope_at,envelope_size,original_at,"
          "original_size,type,stream,owner,certificate,casus,key,source,source_id,reference,"
          "casus_reference,original_digest,accepted_at,destinations,attempt,refers_to,traceparent,"
          "decision,open,overall,earlier_submission,earlier_reference,earlier_casus_reference,"
          "extensions)"
          " VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"},
      insert_participant_{
          file,
          "INSERT OR IGNORE INTO participant(casus,organisation) VALUES(?,?)"},
      insert_envelopes_{file, "INSERT INTO commit_envelopes(number,content) VALUES(?,?)"},
      insert_originals_{file, "INSERT INTO commit_originals(number,content) VALUES(?,?)"},
      insert_keys_{file, "INSERT INTO commit_keys(number,first_sequence,hashes) VALUES(?,?,?)"},
      insert_step_{
          file,
          "INSERT INTO state_change(message,step,destination,state,at,reason,casus_status)"
          " VALUES(?,?,?,?,?,?,?)"},
      steps_{
          file,
          "SELECT destination,state,casus_status FROM state_change WHERE message=? ORDER BY step"},
      set_progress_{file, "UPDATE message SET open=?,overall=? WHERE sequence=?"},
      casus_{file, "SELECT 1 FROM message WHERE casus=? LIMIT 1"},
      casus_destinations_{file, "SELECT destinations FROM message WHERE casus=?"},
      last_sequence_{last_sequence(file)} {
    shared_.index.restore(file);
    // What a failed COMMIT wrote all the same is not among what is remembered.
    shared_.tail.clear();
    restore_outbox(file);
}

void writing_session::restore_outbox(sqlite::connection& file) {
    ledger::outbox_reader reader{file};
    auto [up_to, exceptions] = reader.watermark();
    ledger::outbox_watermark::contents contents{up_to, last_sequence_, std::move(exceptions), {}};
    sqlite::statement waiting{
        file,
        "SELECT sequence,accepted_at FROM message WHERE sequence>? ORDER BY sequence LIMIT ?"};
    auto found = waiting.query(up_to, restored_times);
    while (found.next()) {
        contents.accepted.emplace_back(
            found.unsigned_integer(0), hub::model::from_microseconds(found.integer(1))
        );
    }
    shared_.outbox.restore(std::move(contents));
}

void writing_session::apply(write_batch batch) {
    began_ = std::chrono::steady_clock::now();
    moves_ = shared_.outbox.take_moves();
    for (auto* const one : batch) {
        static_cast<store_operation*>(one)->apply(*this);
    }
    if (log_.seal().has_error()) {
        // Without a signed head nothing of the batch may be stored.
        file_.note(SQLITE_ABORT);
        return;
    }
    if (!accepted_.empty()) {
        write_commit();
    }
    for (const auto& move : moves_) {
        outbox_.write(move);
    }
    shared_.index.write_some(partitions_);
    if (!accepted_.empty()) {
        hub::runtime::kill_points::pass("before_commit");
    }
}

void writing_session::write_commit() {
    insert_envelopes_.run(log_.next_number(), sqlite::blob{envelopes_});
    insert_originals_.run(log_.next_number(), sqlite::blob{originals_});
    const std::string_view hashes{
        reinterpret_cast<const char*>(hashes_.data()), hashes_.size() * sizeof(key_hashes)};
    insert_keys_.run(log_.next_number(), last_sequence_ + 1, sqlite::blob{hashes});
}

void writing_session::committed(write_batch batch) {
    for (auto* const one : batch) {
        static_cast<store_operation*>(one)->committed(*this);
    }
    if (!accepted_.empty()) {
        hub::runtime::kill_points::pass("after_commit_before_answer");
        shared_.index.put(log_.next_number(), last_sequence_ + 1, hashes_);
        last_sequence_ = accepted_.back().first;
        shared_.tail.append(std::exchange(fresh_, {}), shared_.outbox.up_to());
        shared_.outbox.appended(accepted_, exceptions_);
        if (shared_.options.telemetry != nullptr) {
            shared_.options.telemetry->committed(
                shared_.options.log.log_id,
                accepted_.size(),
                std::chrono::duration_cast<std::chrono::microseconds>(
                    std::chrono::steady_clock::now() - began_
                )
            );
        }
    }
    log_.committed();
    shared_.index.written();
    moves_.clear();
    hashes_.clear();
    accepted_.clear();
    exceptions_.clear();
    envelopes_.clear();
    originals_.clear();
}

void writing_session::rolled_back() {
    log_.abandoned();
    shared_.index.not_written();
    shared_.outbox.give_back(moves_);
    moves_.clear();
    sequences_.forget_all();
    organisations_.forget();
    decisions_.forget();
    hashes_.clear();
    accepted_.clear();
    exceptions_.clear();
    envelopes_.clear();
    originals_.clear();
}

bool writing_session::has_work() const {
    return shared_.outbox.has_moves() || shared_.index.has_work();
}

record_operation::record_operation(std::vector<hub::ports::audit_act> wanted)
    : store_operation{512 * wanted.size()}, acts{std::move(wanted)} {}

void record_operation::apply(writing_session& session) {
    for (const auto& act : acts) {
        session.record(act);
    }
}

}  // namespace adapters::embedded::message_store
