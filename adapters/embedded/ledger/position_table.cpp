#include "adapters/embedded/ledger/position_table.hpp"

namespace adapters::embedded::ledger {

position_writer::position_writer(sqlite::connection& file)
    : set_{
          file,
          "INSERT INTO consumer_position(stream,partition,next_offset) VALUES(?1,?2,?3)"
          " ON CONFLICT(stream,partition) DO UPDATE SET next_offset=max(next_offset,?3)"},
      move_{
          file,
          "INSERT INTO consumer_position(stream,partition,next_offset) VALUES(?1,?2,?3)"
          " ON CONFLICT(stream,partition) DO UPDATE SET next_offset=?3"} {}

void position_writer::set(const hub::ports::position& next) {
    set_.run(hub::model::to_string(next.stream), next.partition, next.offset);
}

void position_writer::move(const hub::ports::position& next) {
    move_.run(hub::model::to_string(next.stream), next.partition, next.offset);
}

position_reader::position_reader(sqlite::connection& file)
    : find_{file, "SELECT next_offset FROM consumer_position WHERE stream=? AND partition=?"} {}

std::optional<std::int64_t>
position_reader::next_offset(hub::model::stream stream, std::int32_t partition) {
    auto found = find_.query(hub::model::to_string(stream), partition);
    return found.next() ? std::optional{found.integer(0)} : std::nullopt;
}

}  // namespace adapters::embedded::ledger
