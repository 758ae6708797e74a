#include "adapters/embedded/book/tables.hpp"

#include "adapters/embedded/ledger/tables.hpp"
#include "adapters/embedded/sqlite/migrate.hpp"

#include <array>
#include <string>
#include <string_view>

namespace adapters::embedded::book {
namespace {

// record: sequence is the kind's number in the upper bits and the order of insertion in the lower
//   40; a kind is read in order without an index of its own.
// counter: "record" is the last order given, so that a removed record's is never given again.
// handled: message ids, which begin with their time.
// outgoing: the messages of one commit: their envelopes as they were before it, which the log's
//   commit completes.
constexpr std::string_view own_tables = R"sql(
CREATE TABLE kind(number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
CREATE TABLE record(
    sequence INTEGER PRIMARY KEY,
    kind INTEGER NOT NULL,
    id TEXT NOT NULL,
    version INTEGER NOT NULL,
    body BLOB NOT NULL);
CREATE UNIQUE INDEX record_by_id ON record(kind, id);
CREATE TABLE counter(name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE handled(id BLOB PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE processing(
    number INTEGER PRIMARY KEY,
    message BLOB NOT NULL,
    trace_id TEXT NOT NULL,
    span_id TEXT NOT NULL,
    status TEXT NOT NULL,
    name TEXT NOT NULL,
    start_at INTEGER NOT NULL,
    end_at INTEGER NOT NULL,
    activity_id TEXT NOT NULL,
    data_subject_id TEXT NOT NULL,
    data_subject_type TEXT NOT NULL);
CREATE TABLE casus_number(
    casus BLOB NOT NULL,
    destination TEXT NOT NULL,
    last INTEGER NOT NULL,
    PRIMARY KEY(casus, destination)) WITHOUT ROWID;
CREATE TABLE outgoing(
    first INTEGER PRIMARY KEY,
    count INTEGER NOT NULL,
    log_commit INTEGER NOT NULL,
    content BLOB NOT NULL);
)sql";

}  // namespace

void prepare_file(sqlite::connection& file) {
    const auto first = std::string{ledger::tables} + std::string{own_tables};
    const std::array<std::string_view, 2> versions{first, ledger::log_marks};
    sqlite::migrate(file, versions);
}

}  // namespace adapters::embedded::book
