#include "adapters/embedded/ledger/position_table.hpp"

namespace adapters::embedded::ledger {

position_writer::position_writer(sqlite::connection& file)
    : set_{
          file,
          "INSERT INTO consumer_position(stream,partition,next_offset,newest) VALUES(?1,?2,?3,?4)"
          " ON CONFLICT(stream,partition) DO UPDATE SET next_offset=max(next_offset,?3),"
          "newest=max(newest,?4)"},
      move_{
          file,
          "INSERT INTO consumer_position(stream,partition,next_offset,newest) VALUES(?1,?2,?3,0)"
          " ON CONFLICT(stream,partition) DO UPDATE SET next_offset=?3,newest=0"} {}

void position_writer::set(const hub::ports::position& next) {
    set_.run(hub::model::to_string(next.stream), next.partition, next.offset, next.newest_ms);
}

void position_writer::move(const hub::ports::position& next) {
    move_.run(hub::model::to_string(next.stream), next.partition, next.offset);
}

position_reader::position_reader(sqlite::connection& file)
    : find_{file, "SELECT next_offset,newest FROM consumer_position WHERE stream=? AND partition=?"} {}

std::optional<hub::ports::position>
position_reader::next_position(hub::model::stream stream, std::int32_t partition) {
    auto found = find_.query(hub::model::to_string(stream), partition);
    if (!found.next()) {
        return std::nullopt;
    }
    return hub::ports::position{stream, partition, found.integer(0), found.integer(1)};
}

}  // namespace adapters::embedded::ledger
