// Finds the newest message with a key's hash: the newest keys in memory, older ones in sorted
// partitions that filters guard, so that looking up and adding cost the same however many there
// are.
#pragma once

#include "adapters/embedded/message_store/bloom_filter.hpp"
#include "adapters/embedded/message_store/hash_table.hpp"
#include "adapters/embedded/sqlite/connection.hpp"
#include "adapters/embedded/sqlite/statement.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <shared_mutex>
#include <span>
#include <string>
#include <vector>

namespace adapters::embedded::message_store {

// What is looked up by hash.
enum class key_kind { submission, reference, casus_reference };
inline constexpr std::size_t key_kinds = 3;

// A message's hashes by kind; 0 for none.
using key_hashes = std::array<std::uint64_t, key_kinds>;

// Looks into partitions on one connection.
class partition_reader {
public:
    explicit partition_reader(sqlite::connection& file);
    [[nodiscard]] std::optional<std::uint64_t>
    find(key_kind kind, std::uint64_t partition, std::uint64_t hash);

private:
    sqlite::statement chunk_;
};

// Writes partitions inside the writer's transactions.
class partition_writer {
public:
    explicit partition_writer(sqlite::connection& file);

private:
    friend class key_index;
    sqlite::statement chunk_;
    sqlite::statement partition_;
};

// Readers look, the writer changes; thread-safe in that sense. Two keys may share a hash: the
// caller compares with the row, and follows the row's link to the one before with the same hash.
class key_index {
public:
    // So many entries stay in memory before they become a partition; up to twice as many do while
    // that is written.
    explicit key_index(std::size_t memory_entries);

    // Begins again with what the file says. Removes what an ended process left of an unfinished
    // partition.
    void restore(sqlite::connection& file);

    [[nodiscard]] std::optional<std::uint64_t>
    find(key_kind kind, std::uint64_t hash, partition_reader& partitions) const;

    // False when certainly no message has this hash of its key; never waits and reads no file, so
    // that most questions about what is new need no reader.
    [[nodiscard]] bool may_hold(key_kind kind, std::uint64_t hash) const;

    // After a commit: the hashes of its messages, whose sequences go on from the first.
    void
    put(std::uint64_t commit, std::uint64_t first_sequence, std::span<const key_hashes> hashes);

    // Runs the sorting of a partition in the background.
    using background = std::function<bool(std::function<void()>)>;
    void set_background(background run) { background_ = std::move(run); }

    // True while a partition is being written.
    [[nodiscard]] bool has_work() const;
    // Inside a transaction: writes the next piece of a partition. The outcome follows.
    void write_some(partition_writer& writer);
    void written();
    void not_written();

    [[nodiscard]] std::size_t partitions() const;

private:
    using tables = std::array<hash_table, key_kinds>;
    struct entry {
        std::uint64_t hash;
        std::uint64_t sequence;
    };
    // What becomes a partition: first only looked at, then sorted, then written piece by piece.
    struct frozen {
        tables memory;
        std::uint64_t last_commit = 0;
        bool sorted = false;
        std::array<std::vector<entry>, key_kinds> entries;
        std::vector<bloom_filter> filters;
        // What is written so far.
        std::size_t kind = 0;
        std::size_t position = 0;
    };
    struct partition {
        std::uint64_t number = 0;
        std::vector<bloom_filter> filters;
    };

    void freeze_when_full();
    void sort(const std::shared_ptr<frozen>& what);
    void put_hashes(std::uint64_t first_sequence, std::span<const key_hashes> hashes);
    [[nodiscard]] std::uint64_t load_partitions(sqlite::connection& file);
    void load_memory(sqlite::connection& file, std::uint64_t after_commit);
    [[nodiscard]] std::uint64_t next_number() const noexcept;

    const std::size_t memory_entries_;
    const std::size_t chunk_entries_;
    background background_;
    mutable std::shared_mutex mutex_;
    tables current_;
    std::uint64_t last_commit_ = 0;
    std::shared_ptr<frozen> frozen_;
    // Oldest first.
    std::vector<partition> partitions_;
    // What the piece in the open transaction leads to.
    std::size_t next_kind_ = 0;
    std::size_t next_position_ = 0;
    bool writing_ = false;
};

}  // namespace adapters::embedded::message_store
