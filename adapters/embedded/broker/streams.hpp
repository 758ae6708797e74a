// What the embedded broker keeps in memory: where each log begins and ends, the newest batches, and
// how far each group is.
#pragma once

#include "hub/ports/broker.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace adapters::embedded::broker {

inline constexpr std::array all_streams{
    hub::model::stream::aanmelding,
    hub::model::stream::signaal,
    hub::model::stream::bericht,
    hub::model::stream::escalatie,
    hub::model::stream::register_,
    hub::model::stream::overbrugging,
    hub::model::stream::status,
    hub::model::stream::geparkeerd,
};

// One offset per partition.
using offsets = std::vector<std::int64_t>;

// What was published to one stream in one commit. Batches of a stream are numbered from 1 without
// gaps.
struct batch {
    std::uint64_t number = 0;
    std::vector<hub::ports::delivered> records;
    // Behind this batch.
    offsets ends;
    std::size_t bytes = 0;
};
using shared_batch = std::shared_ptr<const batch>;

// Where one stream's log stands in the file.
struct stream_bounds {
    offsets starts;
    offsets ends;
    std::uint64_t next_batch = 1;
};

enum class batch_place { memory, file, not_yet };

struct found_batch {
    batch_place place = batch_place::not_yet;
    shared_batch content;
};

// Thread-safe: the writer appends, subscribers read.
class streams {
public:
    streams(std::int32_t partitions, std::size_t tail_bytes);

    [[nodiscard]] std::int32_t partitions() const noexcept { return partitions_; }

    // What the file says, at start and after a commit whose outcome was unknown; empties the tail.
    void load(hub::model::stream stream, stream_bounds bounds);
    void append(hub::model::stream stream, shared_batch added);
    void begin_at(hub::model::stream stream, offsets starts);

    [[nodiscard]] stream_bounds bounds(hub::model::stream stream) const;
    [[nodiscard]] found_batch find(hub::model::stream stream, std::uint64_t number) const;

    // The group's next offset to read.
    void confirm(const std::string& group, const hub::ports::position& next);
    [[nodiscard]] std::map<std::string, offsets> groups(hub::model::stream stream) const;
    [[nodiscard]] std::vector<hub::ports::partition_lag> lags() const;

private:
    struct log {
        stream_bounds bounds;
        std::deque<shared_batch> tail;
        std::size_t tail_bytes = 0;
        std::map<std::string, offsets> groups;
    };

    [[nodiscard]] log& of(hub::model::stream stream) {
        return logs_[static_cast<std::size_t>(stream)];
    }
    [[nodiscard]] const log& of(hub::model::stream stream) const {
        return logs_[static_cast<std::size_t>(stream)];
    }

    const std::int32_t partitions_;
    const std::size_t tail_bytes_;
    mutable std::mutex mutex_;
    std::array<log, all_streams.size()> logs_;
};

}  // namespace adapters::embedded::broker
