#include "adapters/embedded/book/writer.hpp"

#include "adapters/embedded/book/tables.hpp"
#include "hub/vault/leaf.hpp"

#include <mutex>
#include <utility>

namespace adapters::embedded::book {

using hub::ports::errc;
using hub::ports::result;
using hub::runtime::write_batch;

namespace {

// How long after a failed attempt the file is opened again.
constexpr std::chrono::seconds reopen_delay{1};
constexpr std::size_t remembered_casussen = 100'000;
// Times of acceptance that are read at start, to tell how old the oldest waiting message is.
constexpr std::size_t accepted_read = 256;

sqlite::connection_options prepared(sqlite::connection_options options) {
    sqlite::connection file{options};
    prepare_file(file);
    return options;
}

}  // namespace

// One connection with everything that is prepared on it or was read from it.
struct writer::open_file {
    open_file(const sqlite::connection_options& options, const ledger::log_context& context)
        : connection{options},
          log{connection, context},
          positions{connection},
          outbox{connection},
          records{connection},
          handled{connection},
          processing{connection},
          casus_numbers{connection},
          outgoing{connection},
          published{connection},
          sent{connection},
          sequences{remembered_casussen, [this](const auto& casus, const auto& visit) {
                        casus_numbers.read(casus, visit);
                    }} {}

    sqlite::connection connection;
    ledger::log_writer log;
    ledger::position_writer positions;
    ledger::outbox_writer outbox;
    record_writer records;
    handled_writer handled;
    processing_writer processing;
    casus_number_table casus_numbers;
    outgoing_writer outgoing;
    ledger::outbox_reader published;
    outgoing_reader sent;
    ledger::casus_sequences sequences;
};

// What one round of the writer gathers until its commit is known.
struct writer::round {
    std::vector<placed_message> placed;
    std::vector<std::pair<std::uint64_t, hub::model::timestamp>> accepted;
    // Sequences that are never published: without a route, or refused by the broker.
    std::vector<std::uint64_t> without_route;
    std::vector<std::uint64_t> refused;
    std::vector<ledger::watermark_move> moves;
    std::uint64_t first = 0;
};

writer::writer(sqlite::connection_options options, writer_parts parts)
    : options_{prepared(std::move(options))},
      parts_{std::move(parts)},
      checkpointer_{{.path = options_.path}} {
    open();
}

writer::~writer() = default;

void writer::open() {
    file_ = std::make_unique<open_file>(options_, parts_.log);
    ledger::outbox_watermark::contents contents;
    std::tie(contents.up_to, contents.exceptions) = file_->published.watermark();
    newest_ = std::max(file_->sent.newest(), contents.up_to);
    contents.newest = newest_;
    contents.accepted = file_->sent.accepted(contents.up_to, accepted_read);
    if (file_->connection.failed()) {
        throw sqlite::start_failure{options_.path.string() + ": its outbox can't be read"};
    }
    parts_.tail.clear();
    parts_.watermark.restore(std::move(contents));
}

bool writer::reopen() {
    file_.reset();
    try {
        if (options_.faults != nullptr && options_.faults->reopen_fails()) {
            return false;
        }
        // What the failed COMMIT wrote may come back when the WAL is recovered, as long as nothing
        // is written behind it: so write first, and read afterwards what is there.
        sqlite::connection first{options_};
        if (look_again(first)) {
            return false;
        }
        open();
    } catch (const sqlite::start_failure&) {
        file_.reset();
        writable_ = false;
        return false;
    }
    return true;
}

std::optional<std::chrono::microseconds> writer::look_again(sqlite::connection& file) {
    const std::lock_guard turn{checkpointer_.turn()};
    writable_ = sqlite::can_write(file);
    return writable_ ? std::nullopt : std::optional<std::chrono::microseconds>{reopen_delay};
}

std::optional<std::chrono::microseconds> writer::commit(write_batch batch) {
    if (!file_ && !reopen()) {
        fail(batch, errc::retry);
        return reopen_delay;
    }
    round now;
    now.moves = parts_.watermark.take_moves();
    if (batch.empty() && now.moves.empty()) {
        return writable_ ? std::nullopt : look_again(file_->connection);
    }
    now.first = newest_ + 1;
    const auto outcome = run(batch, now);
    wal_bytes_ = file_->connection.wal_bytes();
    checkpointer_.wal_is(wal_bytes_);
    switch (outcome) {
        case sqlite::commit_outcome::committed:
            show(now);
            writable_ = true;
            return std::nullopt;
        case sqlite::commit_outcome::rolled_back:
            forget(now);
            fail(batch, errc::retry);
            writable_ = false;
            return reopen_delay;
        case sqlite::commit_outcome::unknown:
            break;
    }
    writable_ = false;
    parts_.watermark.give_back(std::move(now.moves));
    fail(batch, errc::unknown);
    return reopen() ? std::nullopt : std::optional<std::chrono::microseconds>{reopen_delay};
}

sqlite::commit_outcome writer::run(write_batch batch, round& now) {
    const std::lock_guard turn{checkpointer_.turn()};
    sqlite::transaction change{file_->connection};
    for (auto* const one : batch) {
        if (auto* const committing = dynamic_cast<commit_operation*>(one)) {
            apply(*committing, now);
        } else if (auto* const parking = dynamic_cast<park_operation*>(one)) {
            for (const auto& parked : parking->parked) {
                file_->outbox.except(parked.sequence, parked.code);
                now.refused.push_back(parked.sequence);
            }
            parking->outcome = {};
        } else if (auto* const purging = dynamic_cast<purge_operation*>(one)) {
            purge(*purging);
        }
    }
    if (!seal(now)) {
        // The transaction is rolled back by its destructor.
        return sqlite::commit_outcome::rolled_back;
    }
    for (const auto& move : now.moves) {
        file_->outbox.write(move);
    }
    file_->records.finish();
    return change.commit();
}

void writer::apply(commit_operation& operation, round& now) {
    const auto& transaction = operation.transaction;
    operation.outcome = file_->records.apply(transaction.changes);
    if (!operation.outcome) {
        return;
    }
    for (const auto& next : transaction.positions) {
        file_->positions.set(next);
    }
    for (const auto& next : transaction.moved) {
        file_->positions.move(next);
    }
    file_->handled.add(transaction.handled);
    file_->processing.add(transaction.processing);
    append(operation, now);
    for (const auto& act : transaction.acts) {
        file_->log.add_act(act);
    }
}

void writer::append(const commit_operation& operation, round& now) {
    const auto& messages = operation.transaction.outgoing;
    for (std::size_t at = 0; at < messages.size(); ++at) {
        const auto& message = messages[at];
        const auto sequence = now.first + now.placed.size();
        const auto casus = message.casus ? std::optional{message.casus->id} : std::nullopt;
        auto numbers = file_->sequences.next(casus, message.destinations);
        if (casus) {
            file_->casus_numbers.keep(*casus, message.destinations, numbers);
        }
        const auto leaf =
            file_->log.add(hub::vault::message_leaf(parts_.log.identity, message, numbers));
        now.accepted.emplace_back(sequence, message.accepted_at);
        if (!message.parked_code.empty()) {
            file_->outbox.except(sequence, message.parked_code);
            now.without_route.push_back(sequence);
        }
        now.placed.push_back({message, operation.envelopes[at], std::move(numbers), leaf});
    }
}

void writer::purge(purge_operation& operation) {
    const auto up_to = file_->published.up_to_before(operation.published_before);
    operation.outcome = file_->handled.remove_before(operation.handled_before, operation.limit) +
                        file_->outgoing.remove_up_to(up_to, operation.limit);
}

result<void> writer::seal(round& now) {
    if (!now.placed.empty()) {
        file_->outgoing.insert(now.first, file_->log.next_number(), now.placed);
    }
    return file_->log.seal();
}

void writer::show(round& now) {
    std::vector<hub::ports::outgoing> fresh;
    fresh.reserve(now.placed.size());
    for (std::size_t at = 0; at < now.placed.size(); ++at) {
        fresh.push_back({now.first + at, record_of(now.placed[at], file_->log)});
    }
    file_->log.committed();
    newest_ += now.placed.size();
    parts_.tail.append(std::move(fresh), parts_.watermark.up_to());
    if (!now.accepted.empty()) {
        parts_.watermark.appended(now.accepted, now.without_route);
    }
    if (!now.refused.empty()) {
        parts_.watermark.mark({}, now.refused, parts_.log.clock.now());
    }
}

void writer::forget(round& now) {
    file_->log.abandoned();
    file_->records.abandoned();
    file_->sequences.forget_all();
    parts_.watermark.give_back(std::move(now.moves));
}

void writer::fail(write_batch batch, errc error) {
    for (auto* const one : batch) {
        if (auto* const committing = dynamic_cast<commit_operation*>(one)) {
            // A conflict was decided on what others in this round wrote, so it fell with them.
            committing->outcome = error;
        } else if (auto* const parking = dynamic_cast<park_operation*>(one)) {
            parking->outcome = error;
        } else if (auto* const purging = dynamic_cast<purge_operation*>(one)) {
            purging->outcome = error;
        }
    }
}

}  // namespace adapters::embedded::book
