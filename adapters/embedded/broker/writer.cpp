#include "adapters/embedded/broker/writer.hpp"

#include "hub/ports/partitioner.hpp"

#include <algorithm>
#include <limits>
#include <mutex>
#include <utility>

namespace adapters::embedded::broker {

using hub::ports::errc;
using hub::runtime::write_batch;

namespace {

// How long after a failed attempt the file is opened again.
constexpr std::chrono::seconds reopen_delay{1};
// Batches that one call of trim removes at most per stream, so that publishing never waits long.
constexpr std::size_t trim_limit = 1000;

sqlite::connection_options prepared(sqlite::connection_options options, std::int32_t partitions) {
    sqlite::connection file{options};
    prepare_file(file, partitions);
    return options;
}

}  // namespace

writer::writer(sqlite::connection_options options, writer_parts parts)
    : options_{prepared(std::move(options), parts.streams.partitions())},
      parts_{parts},
      file_{std::make_unique<open_file>(options_)},
      checkpointer_{{.path = options_.path}} {
    load();
    for (const auto& one : file_->tables.groups()) {
        for (std::size_t partition = 0; partition < one.next.size(); ++partition) {
            parts_.streams.confirm(
                one.group, {one.stream, static_cast<std::int32_t>(partition), one.next[partition]}
            );
        }
    }
}

void writer::load() {
    for (const auto stream : all_streams) {
        auto bounds = file_->tables.bounds(stream, parts_.streams.partitions());
        if (!bounds || file_->connection.failed()) {
            throw sqlite::start_failure{options_.path.string() + ": its batches can't be read"};
        }
        parts_.streams.load(stream, std::move(*bounds));
    }
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
        file_ = std::make_unique<open_file>(options_);
        load();
    } catch (const sqlite::start_failure&) {
        file_.reset();
        writable_ = false;
        return false;
    }
    // What the unknown commit published may be there after all.
    parts_.published.ring();
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
    if (batch.empty()) {
        return writable_ ? std::nullopt : look_again(file_->connection);
    }
    batches added;
    starts begins;
    auto outcome = sqlite::commit_outcome::rolled_back;
    {
        const std::lock_guard turn{checkpointer_.turn()};
        sqlite::transaction change{file_->connection};
        for (auto* const one : batch) {
            if (auto* const publishing = dynamic_cast<publish_operation*>(one)) {
                place(*publishing, added);
            } else if (auto* const trimming = dynamic_cast<trim_operation*>(one)) {
                trim(*trimming, begins);
            } else {
                keep_groups();
            }
        }
        for (const auto& one : added) {
            if (one) {
                file_->tables.insert(
                    one->records.front().position.stream, *one, parts_.clock.now()
                );
            }
        }
        outcome = change.commit();
    }
    wal_bytes_ = file_->connection.wal_bytes();
    checkpointer_.wal_is(wal_bytes_);
    switch (outcome) {
        case sqlite::commit_outcome::committed:
            show(added, begins);
            writable_ = true;
            return std::nullopt;
        case sqlite::commit_outcome::rolled_back:
            fail(batch, errc::retry);
            writable_ = false;
            return reopen_delay;
        case sqlite::commit_outcome::unknown:
            break;
    }
    writable_ = false;
    fail(batch, errc::unknown);
    return reopen() ? std::nullopt : std::optional<std::chrono::microseconds>{reopen_delay};
}

void writer::place(publish_operation& operation, batches& into) const {
    operation.outcomes.clear();
    for (auto& record : operation.records) {
        const auto stream = record->stream;
        auto& target = into[static_cast<std::size_t>(stream)];
        if (!target) {
            const auto bounds = parts_.streams.bounds(stream);
            target = std::make_shared<batch>(batch{bounds.next_batch, {}, bounds.ends, 0});
        }
        const auto partition = hub::ports::partition_of(record->key, parts_.streams.partitions());
        auto& end = target->ends[static_cast<std::size_t>(partition)];
        const hub::ports::position position{stream, partition, end++};
        target->bytes += record->key.size() + record->value.size();
        target->records.push_back({std::move(record), position});
        operation.outcomes.emplace_back(position);
    }
}

void writer::trim(trim_operation& operation, starts& into) {
    operation.outcome = std::size_t{0};
    keep_groups();
    for (const auto stream : all_streams) {
        const auto groups = parts_.streams.groups(stream);
        if (stream == hub::model::stream::register_ || groups.empty()) {
            continue;
        }
        offsets floor(
            static_cast<std::size_t>(parts_.streams.partitions()),
            std::numeric_limits<std::int64_t>::max()
        );
        for (const auto& [group, next] : groups) {
            for (std::size_t partition = 0; partition < floor.size(); ++partition) {
                floor[partition] = std::min(floor[partition], next[partition]);
            }
        }
        auto removed = file_->tables.remove(stream, floor, operation.before, trim_limit);
        if (removed.batches > 0) {
            *operation.outcome += removed.batches;
            into[static_cast<std::size_t>(stream)] = std::move(removed.starts);
        }
    }
}

void writer::keep_groups() {
    for (const auto stream : all_streams) {
        for (const auto& [group, next] : parts_.streams.groups(stream)) {
            file_->tables.keep_group(group, stream, next);
        }
    }
}

void writer::show(batches& added, starts& begins) {
    for (const auto stream : all_streams) {
        const auto at = static_cast<std::size_t>(stream);
        if (!begins[at].empty()) {
            parts_.streams.begin_at(stream, std::move(begins[at]));
        }
        if (added[at]) {
            parts_.streams.append(stream, std::move(added[at]));
        }
    }
    parts_.published.ring();
}

void writer::fail(write_batch batch, errc error) {
    for (auto* const one : batch) {
        if (auto* const publishing = dynamic_cast<publish_operation*>(one)) {
            publishing->outcomes.assign(publishing->records.size(), error);
        } else if (auto* const trimming = dynamic_cast<trim_operation*>(one)) {
            trimming->outcome = error;
        } else if (auto* const keeping = dynamic_cast<keep_groups_operation*>(one)) {
            keeping->outcome = error;
        }
    }
}

}  // namespace adapters::embedded::broker
