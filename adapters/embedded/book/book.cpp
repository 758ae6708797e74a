#include "adapters/embedded/book/book.hpp"

#include "adapters/embedded/book/consumed_tables.hpp"
#include "adapters/embedded/book/outgoing_table.hpp"
#include "adapters/embedded/book/record_table.hpp"
#include "adapters/embedded/book/writer.hpp"
#include "adapters/embedded/ledger/log_table.hpp"
#include "adapters/embedded/ledger/position_table.hpp"
#include "adapters/embedded/sqlite/reader_pool.hpp"
#include "hub/vault/envelope.hpp"

#include <algorithm>
#include <utility>

namespace adapters::embedded::book {

using namespace hub::ports;

namespace {

// What a reader has prepared on its connection.
struct book_reader {
    explicit book_reader(sqlite::connection& file)
        : records{file}, consumed{file}, outgoing{file}, outbox{file}, log{file}, positions{file} {}

    record_reader records;
    consumed_reader consumed;
    outgoing_reader outgoing;
    ledger::outbox_reader outbox;
    ledger::log_reader log;
    ledger::position_reader positions;
};

std::size_t size_of(const book_transaction& transaction) {
    std::size_t size = 64 * transaction.handled.size() + 256 * transaction.processing.size();
    for (const auto& change : transaction.changes) {
        size += 128 + (change.body ? change.body->size() : 0);
    }
    for (const auto& message : transaction.outgoing) {
        size += 2048 + message.canonical.ciphertext.size();
    }
    return size;
}

class sqlite_book final : public embedded_book {
public:
    sqlite_book(
        const book_options& options,
        const hub::ports::signer& signer,
        const hub::ports::clock& clock
    )
        : identity_{options.log},
          clock_{clock},
          watermark_delay_{options.watermark_delay},
          tail_{options.outbox_bytes},
          writer_{
              {.path = options.path, .faults = options.faults},
              {{options.log, signer, clock, options.leaving_incarnation}, watermark_, tail_}},
          readers_{{.path = options.path, .name = "boek-lezer"}},
          queue_{
              {.name = "boek-schrijver", .thread = hub::runtime::precedence::afterwards},
              [this](hub::runtime::write_batch batch) { return writer_.commit(batch); }} {}

    async_result<std::vector<bool>> handled(std::vector<hub::model::message_id> ids) override;
    async_result<std::vector<book_record>> load(std::string kind, std::vector<std::string> ids)
        override;
    async_result<std::vector<book_record>>
    scan(std::string kind, std::uint64_t after_sequence, std::size_t limit) override;
    async_result<void> commit(book_transaction transaction) override;
    async_result<std::vector<outgoing>> published_since(
        hub::model::timestamp since,
        std::uint64_t after_sequence,
        std::size_t limit
    ) override;
    async_result<std::vector<processing_entry>>
    read_processing(std::uint64_t after, std::size_t limit) override;

    async_result<std::vector<outgoing>>
    next_outgoing(std::uint64_t after_sequence, std::size_t limit) override;
    async_result<void>
    mark_published(std::vector<published> done, std::vector<unpublishable> parked) override;
    std::uint64_t published_up_to() const noexcept override { return watermark_.up_to(); }
    outbox_depth depth() const noexcept override { return watermark_.depth(); }
    void close_outbox() override { watermark_.close(); }

    std::string_view log_id() const noexcept override { return identity_.log_id; }
    async_result<void> record(std::vector<audit_act> acts) override;
    async_result<std::vector<log_batch>>
    read(std::uint64_t from_number, std::size_t limit, leaves what) override;

    async_result<std::optional<hub::ports::position>>
    next_position(hub::model::stream stream, std::int32_t partition) override;
    async_result<void> move_to(std::vector<hub::ports::position> next) override;

    async_result<std::size_t> purge(purge_terms terms) override;
    bool writable() const noexcept override { return writer_.writable(); }
    std::uint64_t wal_bytes() const noexcept override { return writer_.wal_bytes(); }

private:
    async_result<std::vector<outgoing>> read_outgoing(std::uint64_t after, std::size_t limit);

    const hub::vault::log_identity identity_;
    const hub::ports::clock& clock_;
    const std::chrono::milliseconds watermark_delay_;
    ledger::outbox_watermark watermark_;
    ledger::outgoing_tail tail_;
    writer writer_;
    // Their threads end first, those of the writer before those of the readers.
    sqlite::reader_pool<book_reader> readers_;
    hub::runtime::write_queue queue_;
};

async_result<std::vector<bool>> sqlite_book::handled(std::vector<hub::model::message_id> ids) {
    using answers = std::vector<bool>;
    const std::function<result<answers>(book_reader&)> query = [&ids](book_reader& file) {
        return file.consumed.handled(ids);
    };
    co_return co_await readers_.read<answers>(query);
}

async_result<std::vector<book_record>>
sqlite_book::load(std::string kind, std::vector<std::string> ids) {
    using records = std::vector<book_record>;
    const std::function<result<records>(book_reader&)> query = [&kind, &ids](book_reader& file) {
        return file.records.load(kind, ids);
    };
    co_return co_await readers_.read<records>(query);
}

async_result<std::vector<book_record>>
sqlite_book::scan(std::string kind, std::uint64_t after_sequence, std::size_t limit) {
    using records = std::vector<book_record>;
    const std::function<result<records>(book_reader&)> query = [&](book_reader& file) {
        return file.records.scan(kind, after_sequence, limit);
    };
    co_return co_await readers_.read<records>(query);
}

async_result<void> sqlite_book::commit(book_transaction transaction) {
    commit_operation operation{size_of(transaction)};
    for (const auto& message : transaction.outgoing) {
        operation.envelopes.push_back(hub::vault::build_envelope(identity_.environment, message));
    }
    operation.transaction = std::move(transaction);
    if (!co_await queue_.submit(operation)) {
        co_return errc::retry;
    }
    co_return operation.outcome;
}

async_result<std::vector<processing_entry>>
sqlite_book::read_processing(std::uint64_t after, std::size_t limit) {
    using lines = std::vector<processing_entry>;
    const std::function<result<lines>(book_reader&)> query = [after, limit](book_reader& file) {
        return file.consumed.processing(after, limit);
    };
    co_return co_await readers_.read<lines>(query);
}

async_result<std::vector<outgoing>>
sqlite_book::next_outgoing(std::uint64_t after_sequence, std::size_t limit) {
    for (;;) {
        const auto heard = watermark_.changed().rung();
        if (watermark_.is_closed()) {
            co_return errc::closed;
        }
        auto from = std::max(after_sequence, watermark_.up_to());
        while (watermark_.has_behind(from)) {
            auto some = co_await read_outgoing(from, limit);
            if (!some) {
                co_return some;
            }
            if (some->empty()) {
                break;
            }
            from = some->back().sequence;
            std::erase_if(*some, [this](const outgoing& one) {
                return watermark_.is_settled(one.sequence);
            });
            if (!some->empty()) {
                co_return some;
            }
        }
        co_await watermark_.changed().wait(heard);
    }
}

async_result<std::vector<outgoing>>
sqlite_book::read_outgoing(std::uint64_t after, std::size_t limit) {
    using entries = std::vector<outgoing>;
    if (auto some = tail_.read(after, limit)) {
        co_return std::move(*some);
    }
    const std::function<result<entries>(book_reader&)> query = [after, limit](book_reader& file
                                                               ) -> result<entries> {
        auto some = file.outgoing.read(after, limit);
        if (!some) {
            return errc::not_authentic;
        }
        return std::move(*some);
    };
    co_return co_await readers_.read<entries>(query);
}

async_result<std::vector<outgoing>> sqlite_book::published_since(
    hub::model::timestamp since,
    std::uint64_t after_sequence,
    std::size_t limit
) {
    using entries = std::vector<outgoing>;
    const auto up_to = watermark_.up_to();
    const std::function<result<entries>(book_reader&)> query = [&](book_reader& file
                                                               ) -> result<entries> {
        const auto from = std::max(after_sequence, file.outbox.up_to_before(since));
        auto some = file.outgoing.read(from, limit);
        if (!some) {
            return errc::not_authentic;
        }
        std::erase_if(*some, [&file, up_to](const outgoing& one) {
            return one.sequence > up_to || file.outbox.is_exception(one.sequence);
        });
        return std::move(*some);
    };
    co_return co_await readers_.read<entries>(query);
}

async_result<void>
sqlite_book::mark_published(std::vector<published> done, std::vector<unpublishable> parked) {
    watermark_.mark(done, {}, clock_.now());
    if (parked.empty()) {
        queue_.call_within(watermark_delay_);
        co_return result<void>{};
    }
    park_operation operation;
    operation.parked = std::move(parked);
    if (!co_await queue_.submit(operation)) {
        co_return errc::retry;
    }
    co_return operation.outcome;
}

async_result<void> sqlite_book::record(std::vector<audit_act> acts) {
    book_transaction transaction;
    transaction.acts = std::move(acts);
    co_return co_await commit(std::move(transaction));
}

async_result<std::vector<log_batch>>
sqlite_book::read(std::uint64_t from_number, std::size_t limit, leaves what) {
    using batches = std::vector<log_batch>;
    const std::function<result<batches>(book_reader&)> query = [&](book_reader& file) {
        return file.log.read(from_number, limit, what);
    };
    co_return co_await readers_.read<batches>(query);
}

async_result<std::optional<hub::ports::position>>
sqlite_book::next_position(hub::model::stream stream, std::int32_t partition) {
    using kept = std::optional<hub::ports::position>;
    const std::function<result<kept>(book_reader&)> query = [&](book_reader& file) {
        return file.positions.next_position(stream, partition);
    };
    co_return co_await readers_.read<kept>(query);
}

async_result<void> sqlite_book::move_to(std::vector<hub::ports::position> next) {
    book_transaction transaction;
    transaction.moved = std::move(next);
    co_return co_await commit(std::move(transaction));
}

async_result<std::size_t> sqlite_book::purge(purge_terms terms) {
    purge_operation operation;
    operation.handled_before = terms.handled_before;
    operation.published_before = terms.published_before;
    operation.limit = terms.limit;
    if (!co_await queue_.submit(operation)) {
        co_return errc::retry;
    }
    co_return operation.outcome;
}

}  // namespace

std::unique_ptr<embedded_book> create_book(
    book_options options,
    const hub::ports::signer& signer,
    const hub::ports::clock& clock
) {
    return std::make_unique<sqlite_book>(options, signer, clock);
}

}  // namespace adapters::embedded::book
