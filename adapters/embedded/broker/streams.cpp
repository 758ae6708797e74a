#include "adapters/embedded/broker/streams.hpp"

#include <utility>

namespace adapters::embedded::broker {

streams::streams(std::int32_t partitions, std::size_t tail_bytes)
    : partitions_{partitions}, tail_bytes_{tail_bytes} {
    const offsets zero(static_cast<std::size_t>(partitions), 0);
    for (auto& one : logs_) {
        one.bounds = {zero, zero, 1};
    }
}

void streams::load(hub::model::stream stream, stream_bounds bounds) {
    const std::lock_guard lock{mutex_};
    auto& one = of(stream);
    one.bounds = std::move(bounds);
    one.tail.clear();
    one.tail_bytes = 0;
}

void streams::append(hub::model::stream stream, shared_batch added) {
    const std::lock_guard lock{mutex_};
    auto& one = of(stream);
    one.bounds.ends = added->ends;
    one.bounds.next_batch = added->number + 1;
    one.tail_bytes += added->bytes;
    one.tail.push_back(std::move(added));
    while (one.tail_bytes > tail_bytes_ && one.tail.size() > 1) {
        one.tail_bytes -= one.tail.front()->bytes;
        one.tail.pop_front();
    }
}

void streams::begin_at(hub::model::stream stream, offsets starts) {
    const std::lock_guard lock{mutex_};
    of(stream).bounds.starts = std::move(starts);
}

stream_bounds streams::bounds(hub::model::stream stream) const {
    const std::lock_guard lock{mutex_};
    return of(stream).bounds;
}

found_batch streams::find(hub::model::stream stream, std::uint64_t number) const {
    const std::lock_guard lock{mutex_};
    const auto& one = of(stream);
    if (number >= one.bounds.next_batch) {
        return {batch_place::not_yet, nullptr};
    }
    if (one.tail.empty() || number < one.tail.front()->number) {
        return {batch_place::file, nullptr};
    }
    return {
        batch_place::memory, one.tail[static_cast<std::size_t>(number - one.tail.front()->number)]};
}

void streams::confirm(const std::string& group, const hub::ports::position& next) {
    const std::lock_guard lock{mutex_};
    auto& known = of(next.stream).groups[group];
    known.resize(static_cast<std::size_t>(partitions_), 0);
    known.at(static_cast<std::size_t>(next.partition)) = next.offset;
}

std::map<std::string, offsets> streams::groups(hub::model::stream stream) const {
    const std::lock_guard lock{mutex_};
    return of(stream).groups;
}

std::vector<hub::ports::partition_lag> streams::lags() const {
    const std::lock_guard lock{mutex_};
    std::vector<hub::ports::partition_lag> all;
    for (const auto stream : all_streams) {
        const auto& one = of(stream);
        for (const auto& [group, known] : one.groups) {
            for (std::size_t partition = 0; partition < known.size(); ++partition) {
                all.push_back(
                    {group,
                     {stream, static_cast<std::int32_t>(partition), known[partition]},
                     one.bounds.ends[partition]}
                );
            }
        }
    }
    return all;
}

}  // namespace adapters::embedded::broker
