// The tables of the embedded broker: what the writer writes and what readers read.
#pragma once

#include "adapters/embedded/broker/streams.hpp"
#include "adapters/embedded/sqlite/connection.hpp"
#include "adapters/embedded/sqlite/statement.hpp"
#include "hub/model/timestamp.hpp"
#include "hub/ports/result.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace adapters::embedded::broker {

// Brings the file to today's schema and checks that it has these partitions. Throws start_failure.
void prepare_file(sqlite::connection& file, std::int32_t partitions);

// Numbers of the streams in this file, by the stream's place in all_streams. A file keeps its own
// numbers, so that the vocabulary may grow.
using stream_numbers = std::array<std::int64_t, all_streams.size()>;
[[nodiscard]] stream_numbers read_stream_numbers(sqlite::connection& file);

// Row of one batch: the stream's number in the upper bits, so that each stream's batches stand
// together and in order.
[[nodiscard]] std::int64_t row_of(std::int64_t stream_number, std::uint64_t batch) noexcept;

// Used on the writer's thread, inside its transaction. What fails is remembered by the connection.
class file_writer {
public:
    explicit file_writer(sqlite::connection& file);

    void insert(hub::model::stream stream, const batch& added, hub::model::timestamp at);
    void keep_group(const std::string& group, hub::model::stream stream, const offsets& next);

    struct removed {
        std::size_t batches = 0;
        // Where the log begins from now on; empty when nothing was removed.
        offsets starts;
    };
    // Removes batches from the front that are older than a time and lie before the floor, never the
    // newest, at most limit.
    [[nodiscard]] removed remove(
        hub::model::stream stream,
        const offsets& floor,
        hub::model::timestamp before,
        std::size_t limit
    );

    // Empty bounds for a stream without batches; nothing when the file can't be read.
    [[nodiscard]] std::optional<stream_bounds>
    bounds(hub::model::stream stream, std::int32_t partitions);

    struct kept_group {
        std::string group;
        hub::model::stream stream;
        offsets next;
    };
    [[nodiscard]] std::vector<kept_group> groups();

private:
    [[nodiscard]] std::int64_t number(hub::model::stream stream) const {
        return numbers_[static_cast<std::size_t>(stream)];
    }

    stream_numbers numbers_;
    sqlite::statement insert_;
    sqlite::statement keep_group_;
    sqlite::statement groups_;
    sqlite::statement oldest_;
    sqlite::statement newest_;
    sqlite::statement first_content_;
    sqlite::statement remove_;
};

// A reader's prepared statements.
class file_reader {
public:
    explicit file_reader(sqlite::connection& file);

    // The first batch with something at or behind these offsets; one behind the newest when there
    // is none.
    [[nodiscard]] hub::ports::result<std::uint64_t>
    first_batch(hub::model::stream stream, const offsets& next);

    // Batches from a number on, until so many bytes; at least one. errc::position_lost when that
    // one is gone or is not what this broker wrote.
    [[nodiscard]] hub::ports::result<std::vector<shared_batch>>
    read(hub::model::stream stream, std::uint64_t from, std::size_t bytes);

private:
    [[nodiscard]] bool reaches_behind(std::int64_t row, const offsets& next);

    stream_numbers numbers_;
    sqlite::statement range_;
    sqlite::statement ends_;
    sqlite::statement content_;
};

}  // namespace adapters::embedded::broker
