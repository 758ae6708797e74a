#include "adapters/embedded/message_store/key_index.hpp"

#include <algorithm>
#include <cstring>
#include <mutex>
#include <string_view>
#include <utility>

namespace adapters::embedded::message_store {

namespace {

constexpr std::size_t max_chunk_entries = 4096;

// SQLite compares integers with their sign.
std::int64_t as_signed(std::uint64_t hash) noexcept {
    return static_cast<std::int64_t>(hash);
}

std::string_view bytes_of(const std::uint64_t* words, std::size_t count) {
    return {reinterpret_cast<const char*>(words), count * sizeof *words};
}

std::uint64_t word_at(std::string_view bytes, std::size_t index) {
    std::uint64_t word = 0;
    std::memcpy(&word, bytes.data() + index * sizeof word, sizeof word);
    return word;
}

}  // namespace

partition_reader::partition_reader(sqlite::connection& file)
    : chunk_{
          file,
          "SELECT entries FROM key_chunk WHERE kind=? AND partition=? AND first<=?"
          " ORDER BY first DESC LIMIT 1"} {}

std::optional<std::uint64_t>
partition_reader::find(key_kind kind, std::uint64_t partition, std::uint64_t hash) {
    auto found = chunk_.query(static_cast<int>(kind), partition, as_signed(hash));
    if (!found.next()) {
        return std::nullopt;
    }
    const auto entries = found.bytes(0);
    std::size_t low = 0;
    std::size_t high = entries.size() / (2 * sizeof hash);
    while (low < high) {
        const auto middle = (low + high) / 2;
        if (as_signed(word_at(entries, 2 * middle)) < as_signed(hash)) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    if (2 * low * sizeof hash < entries.size() && word_at(entries, 2 * low) == hash) {
        return word_at(entries, 2 * low + 1);
    }
    return std::nullopt;
}

partition_writer::partition_writer(sqlite::connection& file)
    : chunk_{file, "INSERT INTO key_chunk(kind,partition,first,entries) VALUES(?,?,?,?)"},
      partition_{
          file,
          "INSERT INTO key_partition(number,last_commit,filter_submission,filter_reference,"
          "filter_casus_reference) VALUES(?,?,?,?,?)"} {}

key_index::key_index(std::size_t memory_entries)
    : memory_entries_{memory_entries},
      chunk_entries_{std::clamp<std::size_t>(memory_entries / 4, 1, max_chunk_entries)} {}

void key_index::restore(sqlite::connection& file) {
    const std::unique_lock lock{mutex_};
    current_ = {};
    frozen_.reset();
    partitions_.clear();
    writing_ = false;
    const auto covered = load_partitions(file);
    load_memory(file, covered);
}

std::uint64_t key_index::load_partitions(sqlite::connection& file) {
    std::uint64_t covered = 0;
    sqlite::statement all{
        file,
        "SELECT number,last_commit,filter_submission,filter_reference,filter_casus_reference"
        " FROM key_partition ORDER BY number"};
    auto found = all.query();
    while (found.next()) {
        partition one{found.unsigned_integer(0), {}};
        covered = found.unsigned_integer(1);
        for (int kind = 0; kind < static_cast<int>(key_kinds); ++kind) {
            one.filters.emplace_back(found.bytes(2 + kind));
        }
        partitions_.push_back(std::move(one));
    }
    sqlite::statement remove{file, "DELETE FROM key_chunk WHERE kind=? AND partition>=?"};
    for (std::size_t kind = 0; kind < key_kinds; ++kind) {
        remove.run(kind, next_number());
    }
    return covered;
}

void key_index::load_memory(sqlite::connection& file, std::uint64_t after_commit) {
    last_commit_ = after_commit;
    sqlite::statement behind{
        file,
        "SELECT number,first_sequence,hashes FROM commit_keys WHERE number>? ORDER BY number"};
    auto found = behind.query(after_commit);
    std::vector<key_hashes> hashes;
    while (found.next()) {
        last_commit_ = found.unsigned_integer(0);
        const auto bytes = found.bytes(2);
        hashes.resize(bytes.size() / sizeof(key_hashes));
        if (!hashes.empty()) {
            std::memcpy(hashes.data(), bytes.data(), hashes.size() * sizeof(key_hashes));
        }
        put_hashes(found.unsigned_integer(1), hashes);
    }
}

void key_index::put_hashes(std::uint64_t first_sequence, std::span<const key_hashes> hashes) {
    for (std::size_t at = 0; at < hashes.size(); ++at) {
        for (std::size_t kind = 0; kind < key_kinds; ++kind) {
            if (hashes[at][kind] != 0) {
                current_[kind].put(hashes[at][kind], first_sequence + at);
            }
        }
    }
}

std::optional<std::uint64_t>
key_index::find(key_kind kind, std::uint64_t hash, partition_reader& partitions) const {
    const auto index = static_cast<std::size_t>(kind);
    std::vector<std::uint64_t> likely;
    {
        const std::shared_lock lock{mutex_};
        if (const auto found = current_[index].find(hash)) {
            return found;
        }
        if (frozen_) {
            if (const auto found = frozen_->memory[index].find(hash)) {
                return found;
            }
        }
        for (auto one = partitions_.rbegin(); one != partitions_.rend(); ++one) {
            if (one->filters[index].may_hold(hash)) {
                likely.push_back(one->number);
            }
        }
    }
    // A partition never changes, so it is read without the lock.
    for (const auto number : likely) {
        if (const auto found = partitions.find(kind, number, hash)) {
            return found;
        }
    }
    return std::nullopt;
}

bool key_index::may_hold(key_kind kind, std::uint64_t hash) const {
    const auto index = static_cast<std::size_t>(kind);
    // While the writer changes something, a reader finds out.
    const std::shared_lock lock{mutex_, std::try_to_lock};
    return !lock || current_[index].find(hash) || (frozen_ && frozen_->memory[index].find(hash)) ||
           std::any_of(partitions_.begin(), partitions_.end(), [&](const partition& one) {
               return one.filters[index].may_hold(hash);
           });
}

void key_index::put(
    std::uint64_t commit,
    std::uint64_t first_sequence,
    std::span<const key_hashes> hashes
) {
    {
        const std::unique_lock lock{mutex_};
        put_hashes(first_sequence, hashes);
        last_commit_ = commit;
    }
    freeze_when_full();
}

void key_index::freeze_when_full() {
    std::shared_ptr<frozen> fresh;
    {
        const std::unique_lock lock{mutex_};
        if (current_[0].size() < memory_entries_ || frozen_) {
            return;
        }
        fresh = std::make_shared<frozen>();
        fresh->memory = std::exchange(current_, {});
        fresh->last_commit = last_commit_;
        frozen_ = fresh;
    }
    // Sorting would hold up the writer; when nobody else can do it, it does it all the same.
    if (!background_ || !background_([this, fresh] { sort(fresh); })) {
        sort(fresh);
    }
}

void key_index::sort(const std::shared_ptr<frozen>& what) {
    std::array<std::vector<entry>, key_kinds> sorted;
    std::vector<bloom_filter> filters;
    for (std::size_t kind = 0; kind < key_kinds; ++kind) {
        // Nobody changes the tables of what is frozen.
        for (const auto& [hash, sequence] : what->memory[kind].entries()) {
            sorted[kind].push_back({hash, sequence});
        }
        std::sort(
            sorted[kind].begin(),
            sorted[kind].end(),
            [](const entry& left, const entry& right) {
                return as_signed(left.hash) < as_signed(right.hash);
            }
        );
        auto& filter = filters.emplace_back(sorted[kind].size());
        for (const auto& one : sorted[kind]) {
            filter.add(one.hash);
        }
    }
    const std::unique_lock lock{mutex_};
    what->entries = std::move(sorted);
    what->filters = std::move(filters);
    what->sorted = true;
}

bool key_index::has_work() const {
    const std::shared_lock lock{mutex_};
    return frozen_ != nullptr;
}

std::uint64_t key_index::next_number() const noexcept {
    return partitions_.empty() ? 1 : partitions_.back().number + 1;
}

void key_index::write_some(partition_writer& writer) {
    // Only the writer changes what is frozen once it is sorted, so its own reading needs no lock.
    {
        const std::shared_lock lock{mutex_};
        if (!frozen_ || !frozen_->sorted) {
            return;
        }
    }
    auto& what = *frozen_;
    next_kind_ = what.kind;
    next_position_ = what.position;
    while (next_kind_ < key_kinds && next_position_ >= what.entries[next_kind_].size()) {
        ++next_kind_;
        next_position_ = 0;
    }
    if (next_kind_ < key_kinds) {
        const auto& all = what.entries[next_kind_];
        const auto count = std::min(chunk_entries_, all.size() - next_position_);
        static_assert(sizeof(entry) == 2 * sizeof(std::uint64_t));
        writer.chunk_.run(
            next_kind_,
            next_number(),
            as_signed(all[next_position_].hash),
            sqlite::blob{bytes_of(&all[next_position_].hash, 2 * count)}
        );
        next_position_ += count;
    } else {
        writer.partition_.run(
            next_number(),
            what.last_commit,
            sqlite::blob{what.filters[0].bytes()},
            sqlite::blob{what.filters[1].bytes()},
            sqlite::blob{what.filters[2].bytes()}
        );
    }
    writing_ = true;
}

void key_index::written() {
    if (!std::exchange(writing_, false)) {
        return;
    }
    {
        const std::unique_lock lock{mutex_};
        frozen_->kind = next_kind_;
        frozen_->position = next_position_;
        if (next_kind_ == key_kinds) {
            partitions_.push_back({next_number(), std::move(frozen_->filters)});
            frozen_.reset();
        }
    }
    freeze_when_full();
}

void key_index::not_written() {
    writing_ = false;
}

std::size_t key_index::partitions() const {
    const std::shared_lock lock{mutex_};
    return partitions_.size();
}

}  // namespace adapters::embedded::message_store
