#include "adapters/embedded/book/record_table.hpp"

#include "adapters/embedded/book/tables.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace adapters::embedded::book {

using hub::ports::book_change;
using hub::ports::book_record;

record_writer::record_writer(sqlite::connection& file)
    : file_{file},
      find_kind_{file, "SELECT number FROM kind WHERE name=?"},
      add_kind_{file, "INSERT INTO kind(name) VALUES(?)"},
      find_{file, "SELECT sequence,version FROM record WHERE kind=? AND id=?"},
      insert_{file, "INSERT INTO record(sequence,kind,id,version,body) VALUES(?,?,?,?,?)"},
      update_{file, "UPDATE record SET version=?,body=? WHERE sequence=?"},
      remove_{file, "DELETE FROM record WHERE sequence=?"},
      find_last_{file, "SELECT value FROM counter WHERE name='record'"},
      keep_last_{file, "INSERT OR REPLACE INTO counter(name,value) VALUES('record',?)"} {
    auto found = find_last_.query();
    kept_last_ = found.next() ? found.integer(0) : 0;
    last_ = kept_last_;
}

std::int64_t record_writer::kind_number(std::string_view kind) {
    const std::string name{kind};
    const auto known = kinds_.find(name);
    if (known != kinds_.end()) {
        return known->second;
    }
    std::int64_t number = 0;
    {
        auto found = find_kind_.query(kind);
        number = found.next() ? found.integer(0) : 0;
    }
    if (number == 0) {
        add_kind_.run(kind);
        number = file_.last_row();
    }
    kinds_.emplace(name, number);
    return number;
}

record_writer::state record_writer::find(const book_change& change) {
    state record{kind_number(change.kind), 0, 0};
    auto found = find_.query(record.kind, std::string_view{change.id});
    if (found.next()) {
        record.sequence = found.integer(0);
        record.version = found.unsigned_integer(1);
    }
    return record;
}

hub::ports::result<void> record_writer::apply(const std::vector<book_change>& changes) {
    // All expectations are checked before anything is written, so that a conflict needs no
    // savepoint. A later change of the same record sees the earlier ones.
    std::map<std::pair<std::string_view, std::string_view>, state> found;
    std::map<std::pair<std::string_view, std::string_view>, std::uint64_t> versions;
    for (const auto& change : changes) {
        const std::pair<std::string_view, std::string_view> key{change.kind, change.id};
        auto known = found.find(key);
        if (known == found.end()) {
            known = found.emplace(key, find(change)).first;
            versions[key] = known->second.version;
        }
        auto& version = versions[key];
        if (version != change.expected_version) {
            return hub::ports::errc::conflict;
        }
        version = change.body ? version + 1 : 0;
    }
    for (const auto& change : changes) {
        write(change, found.at({change.kind, change.id}));
    }
    return {};
}

void record_writer::write(const book_change& change, state& record) {
    if (!change.body) {
        if (record.version > 0) {
            remove_.run(record.sequence);
            record.version = 0;
        }
        return;
    }
    ++record.version;
    if (record.version == 1) {
        record.sequence = row_of(record.kind, ++last_);
        insert_.run(
            record.sequence,
            record.kind,
            std::string_view{change.id},
            record.version,
            sqlite::blob{*change.body}
        );
    } else {
        update_.run(record.version, sqlite::blob{*change.body}, record.sequence);
    }
}

void record_writer::finish() {
    if (last_ != kept_last_) {
        keep_last_.run(last_);
        kept_last_ = last_;
    }
}

void record_writer::abandoned() {
    kinds_.clear();
    // An order that was given out and rolled back is simply skipped: cursors only need it to rise.
    kept_last_ = 0;
}

record_reader::record_reader(sqlite::connection& file)
    : find_kind_{file, "SELECT number FROM kind WHERE name=?"},
      load_{file, "SELECT sequence,version,body FROM record WHERE kind=? AND id=?"},
      scan_{
          file,
          "SELECT sequence,version,body,id FROM record WHERE sequence BETWEEN ? AND ? "
          "ORDER BY sequence LIMIT ?"} {}

std::int64_t record_reader::kind_number(std::string_view kind) {
    auto found = find_kind_.query(kind);
    return found.next() ? found.integer(0) : 0;
}

std::vector<book_record>
record_reader::load(const std::string& kind, const std::vector<std::string>& ids) {
    std::vector<book_record> records;
    const auto number = kind_number(kind);
    for (const auto& id : ids) {
        auto found = load_.query(number, std::string_view{id});
        if (found.next()) {
            records.push_back(
                {kind,
                 id,
                 found.text(2),
                 static_cast<std::uint64_t>(found.integer(0) & order_mask),
                 found.unsigned_integer(1)}
            );
        }
    }
    return records;
}

std::vector<book_record>
record_reader::scan(const std::string& kind, std::uint64_t after_sequence, std::size_t limit) {
    std::vector<book_record> records;
    const auto number = kind_number(kind);
    if (number == 0 || after_sequence >= static_cast<std::uint64_t>(order_mask)) {
        return records;
    }
    const auto first = row_of(number, static_cast<std::int64_t>(after_sequence) + 1);
    auto found = scan_.query(first, row_of(number, order_mask), limit);
    while (found.next()) {
        records.push_back(
            {kind,
             found.text(3),
             found.text(2),
             static_cast<std::uint64_t>(found.integer(0) & order_mask),
             found.unsigned_integer(1)}
        );
    }
    return records;
}

}  // namespace adapters::embedded::book
