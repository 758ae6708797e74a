// The embedded book of one consumer: everything it keeps in one SQLite file with one writer.
#pragma once

#include "hub/model/timestamp.hpp"
#include "hub/ports/book.hpp"
#include "hub/ports/clock.hpp"
#include "hub/ports/signer.hpp"
#include "hub/vault/leaf.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>

namespace adapters::embedded::sqlite {
class fault_hook;
}

namespace adapters::embedded::book {

struct book_options {
    std::filesystem::path path;
    // The log that this book signs; the id is the consumer's name.
    hub::vault::log_identity log;
    // So much of the newest outgoing is kept in memory; a forwarder that keeps up never reads the
    // file.
    std::size_t outbox_bytes = std::size_t{8} << 20U;
    // How long the outbox' watermark may stay out of the file while nothing else is written.
    std::chrono::milliseconds watermark_delay{200};
    // See ledger::log_context.
    std::optional<std::uint64_t> leaving_incarnation = std::nullopt;
    // May be null; must outlive the book.
    sqlite::fault_hook* faults = nullptr;
};

// What is no longer needed.
struct purge_terms {
    // Handled ids of messages from before this time, by the time in their UUIDv7. Must lie well
    // behind whatever the broker or a reconciler may still deliver again.
    hub::model::timestamp handled_before;
    // Outgoing messages that were published before this time; their leaves stay in the log.
    hub::model::timestamp published_before;
    // Rows of each that one call removes at most.
    std::size_t limit = 10'000;
};

// Thread-safe, except that the destructor belongs to the owner.
class embedded_book : public hub::ports::book {
public:
    // Returns how many rows went; call again while it is as many as the limit.
    [[nodiscard]] virtual hub::ports::async_result<std::size_t> purge(purge_terms terms) = 0;

    // False while the file can't be written; it recovers by itself.
    [[nodiscard]] virtual bool writable() const noexcept = 0;
    [[nodiscard]] virtual std::uint64_t wal_bytes() const noexcept = 0;
};

// Throws sqlite::start_failure. Signer and clock must outlive the book.
[[nodiscard]] std::unique_ptr<embedded_book>
create_book(book_options options, const hub::ports::signer& signer, const hub::ports::clock& clock);

}  // namespace adapters::embedded::book
