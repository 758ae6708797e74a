#include "adapters/embedded/book/record_table.hpp"

#include "adapters/embedded/book/tables.hpp"

#include <functional>
#include <utility>

namespace adapters::embedded::book {

using hub::ports::book_change;
using hub::ports::book_record;

namespace {

// Kind and id of a record.
using place = std::pair<std::string_view, std::string_view>;

struct place_hash {
    std::size_t operator()(const place& value) const noexcept {
        const std::hash<std::string_view> hash;
        return hash(value.second) ^ (hash(value.first) << 1U);
    }
};

}  // namespace

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
    const auto known = kinds_.find(kind);
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
    kinds_.emplace(kind, number);
    return number;
}

record_writer::state record_writer::find(const book_change& change) {
    state record{.kind = kind_number(change.kind)};
    auto found = find_.query(record.kind, std::string_view{change.id});
    if (found.next()) {
        record.sequence = found.integer(0);
        record.version = found.unsigned_integer(1);
        record.planned = record.version;
    }
    return record;
}

hub::ports::result<void> record_writer::apply(const std::vector<book_change>& changes) {
    // All expectations are checked before anything is written, so that a conflict needs no
    // savepoint. A later change of the same record sees the earlier ones.
    std::unordered_map<place, state, place_hash> known;
    known.reserve(changes.size());
    std::vector<state*> records;
    records.reserve(changes.size());
    for (const auto& change : changes) {
        const auto [found, is_new] = known.try_emplace(place{change.kind, change.id});
        auto& record = found->second;
        if (is_new) {
            record = find(change);
        }
        if (record.planned != change.expected_version) {
            return hub::ports::errc::conflict;
        }
        record.planned = change.body ? record.planned + 1 : 0;
        records.push_back(&record);
    }
    for (std::size_t at = 0; at < changes.size(); ++at) {
        write(changes[at], *records[at]);
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
