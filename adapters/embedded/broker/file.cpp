#include "adapters/embedded/broker/file.hpp"

#include "adapters/embedded/broker/batch_text.hpp"
#include "adapters/embedded/sqlite/migrate.hpp"
#include "adapters/embedded/sqlite/transaction.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

namespace adapters::embedded::broker {
namespace {

using hub::ports::errc;

constexpr int number_bits = 48;
constexpr std::int64_t number_mask = (std::int64_t{1} << number_bits) - 1;

constexpr std::array<std::string_view, 1> versions{R"sql(
CREATE TABLE stream (
    number INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    partitions INTEGER NOT NULL
) STRICT;
-- id: the stream's number in the upper bits, the batch's number in the lower 48. ends: the offset
-- behind this batch per partition, 8 bytes each; before the content, so that a search through many
-- batches reads no content.
CREATE TABLE batch (
    id INTEGER PRIMARY KEY,
    published_at INTEGER NOT NULL,
    ends BLOB NOT NULL,
    content BLOB NOT NULL
) STRICT;
CREATE TABLE consumer (
    name TEXT NOT NULL,
    stream INTEGER NOT NULL REFERENCES stream (number),
    next BLOB NOT NULL,
    PRIMARY KEY (name, stream)
) STRICT, WITHOUT ROWID;
CREATE VIEW log AS
    SELECT stream.name AS stream, batch.id & 281474976710655 AS batch,
           datetime(published_at / 1000000, 'unixepoch') AS published, length(content) AS bytes
    FROM batch JOIN stream ON stream.number = batch.id >> 48;
)sql"};

std::string to_bytes(const offsets& values) {
    std::string bytes(values.size() * sizeof(std::int64_t), '\0');
    std::memcpy(bytes.data(), values.data(), bytes.size());
    return bytes;
}

offsets to_offsets(std::string_view bytes) {
    offsets values(bytes.size() / sizeof(std::int64_t));
    std::memcpy(values.data(), bytes.data(), values.size() * sizeof(std::int64_t));
    return values;
}

// True when there is a partition in which the left one lies behind the right one.
bool behind_any(const offsets& left, const offsets& right) {
    for (std::size_t at = 0; at < left.size(); ++at) {
        if (left[at] > right[at]) {
            return true;
        }
    }
    return false;
}

std::int64_t first_row_of(std::int64_t stream_number) {
    return row_of(stream_number, 0);
}
std::int64_t last_row_of(std::int64_t stream_number) {
    return row_of(stream_number, static_cast<std::uint64_t>(number_mask));
}

}  // namespace

std::int64_t row_of(std::int64_t stream_number, std::uint64_t batch) noexcept {
    return (stream_number << number_bits) | static_cast<std::int64_t>(batch);
}

void prepare_file(sqlite::connection& file, std::int32_t partitions) {
    sqlite::migrate(file, versions);
    sqlite::transaction change{file};
    {
        sqlite::statement insert{
            file, "INSERT OR IGNORE INTO stream (name, partitions) VALUES (?, ?)"};
        for (const auto stream : all_streams) {
            insert.run(hub::model::to_string(stream), partitions);
        }
    }
    if (change.commit() != sqlite::commit_outcome::committed) {
        throw sqlite::start_failure{file.path().string() + ": can't be written"};
    }
    const auto query =
        "SELECT count(*) FROM stream WHERE partitions <> " + std::to_string(partitions);
    if (file.number(query.c_str()) != 0) {
        throw sqlite::start_failure{
            file.path().string() + ": was made with another number of partitions than " +
            std::to_string(partitions) + "; it can't be changed, keys would move"};
    }
}

stream_numbers read_stream_numbers(sqlite::connection& file) {
    stream_numbers numbers{};
    sqlite::statement all{file, "SELECT name, number FROM stream"};
    auto found = all.query();
    while (found.next()) {
        const auto stream = hub::model::parse_stream(found.bytes(0));
        if (stream) {
            numbers[static_cast<std::size_t>(*stream)] = found.integer(1);
        }
    }
    return numbers;
}

file_writer::file_writer(sqlite::connection& file)
    : numbers_{read_stream_numbers(file)},
      insert_{file, "INSERT INTO batch (id, published_at, ends, content) VALUES (?, ?, ?, ?)"},
      keep_group_{file, "INSERT OR REPLACE INTO consumer (name, stream, next) VALUES (?, ?, ?)"},
      groups_{
          file,
          "SELECT consumer.name, stream.name, next FROM consumer "
          "JOIN stream ON stream.number = consumer.stream"},
      oldest_{
          file,
          "SELECT id, published_at, ends FROM batch WHERE id BETWEEN ? AND ? "
          "ORDER BY id LIMIT ?"},
      newest_{file, "SELECT id, ends FROM batch WHERE id BETWEEN ? AND ? ORDER BY id DESC LIMIT 1"},
      first_content_{
          file,
          "SELECT ends, content FROM batch WHERE id BETWEEN ? AND ? ORDER BY id LIMIT 1"},
      remove_{file, "DELETE FROM batch WHERE id BETWEEN ? AND ?"} {}

void file_writer::insert(hub::model::stream stream, const batch& added, hub::model::timestamp at) {
    const auto ends = to_bytes(added.ends);
    const auto content = encode_batch(added.records);
    insert_.run(
        row_of(number(stream), added.number),
        hub::model::to_microseconds(at),
        sqlite::blob{ends},
        sqlite::blob{content}
    );
}

void file_writer::keep_group(
    const std::string& group,
    hub::model::stream stream,
    const offsets& next
) {
    const auto bytes = to_bytes(next);
    keep_group_.run(std::string_view{group}, number(stream), sqlite::blob{bytes});
}

file_writer::removed file_writer::remove(
    hub::model::stream stream,
    const offsets& floor,
    hub::model::timestamp before,
    std::size_t limit
) {
    removed done;
    const auto first = first_row_of(number(stream));
    std::int64_t last_removed = 0;
    {
        // One more than may go, because the newest has to stay.
        auto found = oldest_.query(first, last_row_of(number(stream)), limit + 1);
        std::int64_t candidate = 0;
        offsets candidate_ends;
        while (found.next()) {
            if (candidate != 0) {
                last_removed = candidate;
                done.starts = std::move(candidate_ends);
                ++done.batches;
            }
            candidate = found.integer(0);
            candidate_ends = to_offsets(found.bytes(2));
            if (found.integer(1) >= hub::model::to_microseconds(before) ||
                behind_any(candidate_ends, floor)) {
                break;
            }
        }
    }
    if (done.batches > 0) {
        remove_.run(first, last_removed);
    }
    return done;
}

std::optional<stream_bounds>
file_writer::bounds(hub::model::stream stream, std::int32_t partitions) {
    const offsets zero(static_cast<std::size_t>(partitions), 0);
    stream_bounds bounds{zero, zero, 1};
    const auto first = first_row_of(number(stream));
    const auto last = last_row_of(number(stream));
    {
        auto newest = newest_.query(first, last);
        if (!newest.next()) {
            return bounds;
        }
        bounds.next_batch = static_cast<std::uint64_t>(newest.integer(0) & number_mask) + 1;
        bounds.ends = to_offsets(newest.bytes(1));
    }
    auto oldest = first_content_.query(first, last);
    if (!oldest.next()) {
        return std::nullopt;
    }
    bounds.starts = to_offsets(oldest.bytes(0));
    const auto records = decode_batch(stream, oldest.bytes(1));
    if (!records || bounds.starts.size() != zero.size() || bounds.ends.size() != zero.size()) {
        return std::nullopt;
    }
    for (const auto& one : *records) {
        --bounds.starts.at(static_cast<std::size_t>(one.position.partition));
    }
    return bounds;
}

std::vector<file_writer::kept_group> file_writer::groups() {
    std::vector<kept_group> all;
    auto found = groups_.query();
    while (found.next()) {
        if (const auto stream = hub::model::parse_stream(found.bytes(1))) {
            all.push_back({found.text(0), *stream, to_offsets(found.bytes(2))});
        }
    }
    return all;
}

file_reader::file_reader(sqlite::connection& file)
    : numbers_{read_stream_numbers(file)},
      range_{file, "SELECT min(id), max(id) FROM batch WHERE id BETWEEN ? AND ?"},
      ends_{file, "SELECT ends FROM batch WHERE id = ?"},
      content_{file, "SELECT id, ends, content FROM batch WHERE id BETWEEN ? AND ? ORDER BY id"} {}

bool file_reader::reaches_behind(std::int64_t row, const offsets& next) {
    auto found = ends_.query(row);
    return found.next() && behind_any(to_offsets(found.bytes(0)), next);
}

hub::ports::result<std::uint64_t>
file_reader::first_batch(hub::model::stream stream, const offsets& next) {
    const auto number = numbers_[static_cast<std::size_t>(stream)];
    std::int64_t low = 0;
    std::int64_t high = 0;
    {
        auto range = range_.query(first_row_of(number), last_row_of(number));
        if (!range.next()) {
            return errc::retry;
        }
        if (range.is_null(0)) {
            return std::uint64_t{1};
        }
        low = range.integer(0);
        high = range.integer(1) + 1;
    }
    // Offsets only grow from batch to batch, so that the first one can be searched for by halves.
    while (low < high) {
        const auto middle = low + (high - low) / 2;
        if (reaches_behind(middle, next)) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    return static_cast<std::uint64_t>(low & number_mask);
}

hub::ports::result<std::vector<shared_batch>>
file_reader::read(hub::model::stream stream, std::uint64_t from, std::size_t bytes) {
    const auto number = numbers_[static_cast<std::size_t>(stream)];
    std::vector<shared_batch> all;
    std::size_t size = 0;
    auto found = content_.query(row_of(number, from), last_row_of(number));
    while (size < bytes && found.next()) {
        const auto content = found.bytes(2);
        auto records = decode_batch(stream, content);
        const auto row = static_cast<std::uint64_t>(found.integer(0) & number_mask);
        if (!records || row != from + all.size()) {
            return errc::position_lost;
        }
        size += content.size();
        all.push_back(std::make_shared<const batch>(batch{
            row, std::move(*records), to_offsets(found.bytes(1)), content.size()}));
    }
    if (all.empty()) {
        return errc::position_lost;
    }
    return all;
}

}  // namespace adapters::embedded::broker
