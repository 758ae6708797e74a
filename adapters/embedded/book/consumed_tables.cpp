#include "adapters/embedded/book/consumed_tables.hpp"

#include <array>
#include <string>

namespace adapters::embedded::book {

using hub::model::from_microseconds;
using hub::model::to_microseconds;
using hub::ports::processing_entry;

handled_writer::handled_writer(sqlite::connection& file)
    : add_{file, "INSERT OR IGNORE INTO handled(id) VALUES(?)"},
      remove_{
          file,
          "DELETE FROM handled WHERE id IN"
          "(SELECT id FROM handled WHERE id<? ORDER BY id LIMIT ?)"},
      removed_{file, "SELECT changes()"} {}

void handled_writer::add(const std::vector<hub::model::message_id>& ids) {
    for (const auto& id : ids) {
        add_.run(sqlite::blob{id.view()});
    }
}

std::size_t handled_writer::remove_before(hub::model::timestamp time, std::size_t limit) {
    // The lowest id of that millisecond: ids begin with their time.
    constexpr std::array<std::uint8_t, 10> zero{};
    const auto first = hub::model::uuid::version_7(time, zero);
    remove_.run(sqlite::blob{first.view()}, limit);
    auto removed = removed_.query();
    return removed.next() ? static_cast<std::size_t>(removed.integer(0)) : 0;
}

processing_writer::processing_writer(sqlite::connection& file)
    : add_{
          file,
          "INSERT INTO processing(message,trace_id,span_id,status,name,start_at,end_at,"
          "activity_id,data_subject_id,data_subject_type) VALUES(?,?,?,?,?,?,?,?,?,?)"} {}

void processing_writer::add(const std::vector<processing_entry>& lines) {
    for (const auto& line : lines) {
        add_.run(
            sqlite::blob{line.message.view()},
            std::string_view{line.trace_id},
            std::string_view{line.span_id},
            std::string_view{line.status},
            std::string_view{line.name},
            to_microseconds(line.start),
            to_microseconds(line.end),
            std::string_view{line.activity_id},
            std::string_view{line.data_subject_id},
            std::string_view{line.data_subject_type}
        );
    }
}

casus_number_table::casus_number_table(sqlite::connection& file)
    : keep_{file, "INSERT OR REPLACE INTO casus_number(casus,destination,last) VALUES(?,?,?)"},
      read_{file, "SELECT destination,last FROM casus_number WHERE casus=?"} {}

void casus_number_table::keep(
    const hub::model::casus_id& casus,
    std::span<const hub::model::destination> destinations,
    std::span<const std::uint64_t> numbers
) {
    for (std::size_t at = 0; at < destinations.size(); ++at) {
        keep_.run(sqlite::blob{casus.view()}, destinations[at].name(), numbers[at]);
    }
}

void casus_number_table::read(
    const hub::model::casus_id& casus,
    const std::function<void(std::string_view)>& visit
) {
    auto found = read_.query(sqlite::blob{casus.view()});
    while (found.next()) {
        visit(found.text(0) + ':' + std::to_string(found.integer(1)));
    }
}

consumed_reader::consumed_reader(sqlite::connection& file)
    : handled_{file, "SELECT 1 FROM handled WHERE id=?"},
      processing_{
          file,
          "SELECT message,trace_id,span_id,status,name,start_at,end_at,activity_id,"
          "data_subject_id,data_subject_type FROM processing WHERE number>? "
          "ORDER BY number LIMIT ?"} {}

std::vector<bool> consumed_reader::handled(const std::vector<hub::model::message_id>& ids) {
    std::vector<bool> answers;
    answers.reserve(ids.size());
    for (const auto& id : ids) {
        auto found = handled_.query(sqlite::blob{id.view()});
        answers.push_back(found.next());
    }
    return answers;
}

std::vector<processing_entry> consumed_reader::processing(std::uint64_t after, std::size_t limit) {
    std::vector<processing_entry> lines;
    auto found = processing_.query(after, limit);
    while (found.next()) {
        processing_entry line;
        line.message = hub::model::message_id::from_bytes(found.bytes(0)).value_or(line.message);
        line.trace_id = found.text(1);
        line.span_id = found.text(2);
        line.status = found.text(3);
        line.name = found.text(4);
        line.start = from_microseconds(found.integer(5));
        line.end = from_microseconds(found.integer(6));
        line.activity_id = found.text(7);
        line.data_subject_id = found.text(8);
        line.data_subject_type = found.text(9);
        lines.push_back(std::move(line));
    }
    return lines;
}

}  // namespace adapters::embedded::book
