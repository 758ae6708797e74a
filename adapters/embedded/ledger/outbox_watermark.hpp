// What a writer still has to bring to the broker: the watermark and its exceptions in memory, and
// their rows.
#pragma once

#include "adapters/embedded/sqlite/connection.hpp"
#include "adapters/embedded/sqlite/statement.hpp"
#include "hub/model/timestamp.hpp"
#include "hub/ports/outbox.hpp"
#include "hub/runtime/bell.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <mutex>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace adapters::embedded::ledger {

// One move of the watermark that is not in the file yet.
struct watermark_move {
    std::uint64_t up_to = 0;
    hub::model::timestamp at;
    std::string positions;
};

// Thread-safe: the writer appends, the forwarder marks, readers look.
class outbox_watermark {
public:
    // Goes on with what the file says, at the start and after the file was opened again; what was
    // marked meanwhile stays marked. Exceptions are those behind the watermark; oldest holds
    // the times of acceptance of the first few behind it.
    struct contents {
        std::uint64_t up_to = 0;
        std::uint64_t newest = 0;
        std::set<std::uint64_t> exceptions;
        std::vector<std::pair<std::uint64_t, hub::model::timestamp>> accepted;
    };
    void restore(contents from_file);

    // Told after a commit: what was appended in order, and which of these are never published.
    void appended(
        std::span<const std::pair<std::uint64_t, hub::model::timestamp>> accepted,
        std::span<const std::uint64_t> exceptions
    );

    // Remembers these as published, or as never to be published once that is in the file; moves the
    // watermark where nothing before is left.
    void mark(
        std::span<const hub::ports::published> done,
        std::span<const std::uint64_t> exceptions,
        hub::model::timestamp now
    );

    // Moves that must still be written, oldest first; given back when their transaction was rolled
    // back.
    [[nodiscard]] std::vector<watermark_move> take_moves();
    void give_back(const std::vector<watermark_move>& moves);
    [[nodiscard]] bool has_moves() const;
    // When a sequence was published, as far as the last few moves tell; for what a reader's state
    // of the file does not have yet.
    [[nodiscard]] std::optional<hub::model::timestamp> published_at(std::uint64_t sequence) const;

    [[nodiscard]] std::uint64_t up_to() const;
    [[nodiscard]] hub::ports::outbox_depth depth() const;
    // Whether anything behind this sequence waits to be published.
    [[nodiscard]] bool has_behind(std::uint64_t sequence) const;
    // True for what is behind the watermark and published all the same, or never will be.
    [[nodiscard]] bool is_settled(std::uint64_t sequence) const;

    // Rings at each append and at close().
    [[nodiscard]] hub::runtime::bell& changed() noexcept { return changed_; }
    void close();
    [[nodiscard]] bool is_closed() const;

private:
    void advance(hub::model::timestamp now);
    void remember_accepted(std::uint64_t sequence, hub::model::timestamp at);

    mutable std::mutex mutex_;
    hub::runtime::bell changed_;
    std::uint64_t up_to_ = 0;
    std::uint64_t newest_ = 0;
    // Behind the watermark: published out of order, and never to be published.
    std::set<std::uint64_t> done_;
    std::set<std::uint64_t> exceptions_;
    // Time of acceptance from a sequence on, as far back as needed; thinned out when it grows.
    std::deque<std::pair<std::uint64_t, hub::model::timestamp>> accepted_;
    std::string positions_;
    // The first few are taken, and mostly in the file already.
    std::deque<watermark_move> moves_;
    std::size_t taken_ = 0;
    bool closed_ = false;
};

// Used by the writer inside a transaction.
class outbox_writer {
public:
    explicit outbox_writer(sqlite::connection& file);
    void write(const watermark_move& move);
    void except(std::uint64_t sequence, std::string_view code);

private:
    sqlite::statement move_;
    sqlite::statement except_;
};

// Used on one connection.
class outbox_reader {
public:
    explicit outbox_reader(sqlite::connection& file);

    // The watermark in the file and the exceptions behind it.
    [[nodiscard]] std::pair<std::uint64_t, std::set<std::uint64_t>> watermark();
    // When a sequence was published; nothing when it was not or never will be.
    [[nodiscard]] std::optional<hub::model::timestamp> published_at(std::uint64_t sequence);
    // The watermark at the last move before a time; 0 when there was none.
    [[nodiscard]] std::uint64_t up_to_before(hub::model::timestamp time);
    [[nodiscard]] bool is_exception(std::uint64_t sequence);

private:
    sqlite::statement up_to_;
    sqlite::statement exceptions_;
    sqlite::statement published_;
    sqlite::statement before_;
    sqlite::statement exception_;
};

}  // namespace adapters::embedded::ledger
