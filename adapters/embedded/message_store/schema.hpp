// The tables of the message store's file.
#pragma once

#include "adapters/embedded/ledger/tables.hpp"

#include <array>
#include <string>
#include <string_view>

namespace adapters::embedded::message_store {

// message: small rows in order of acceptance. The content of all messages of a commit stands in one
//   row of commit_envelopes and one of commit_originals, each message's part at its place and size.
//   destinations is "name:number" per destination, the number being that per casus and destination.
//   source is NULL where it is the owner's own (urn:nld:oin:OIN), key where it is the casus' or the
//   message's id. open counts the destinations that still await an outcome, NULL for none; overall
//   is NULL as long as the outbox' watermark tells the state. earlier_* is the newest message
//   before with the same hash of that key. Indexed by what is ordered by time or has few values,
//   and by nothing random.
// commit_keys: the hashes of a commit's messages, from which memory is rebuilt when the file opens.
// key_chunk, key_partition: hashes of older messages, sorted, behind filters.
// state_change: exceptions and outcomes; ontvangen and doorgezet follow from log_commit and
//   outbox_published.
inline const std::string first_version = std::string{ledger::tables} + R"sql(
CREATE TABLE setting(name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
INSERT INTO setting VALUES('hash_key', randomblob(16));
CREATE TABLE organisation(number INTEGER PRIMARY KEY, oin TEXT NOT NULL UNIQUE);
CREATE TABLE decision(number INTEGER PRIMARY KEY, digest BLOB NOT NULL UNIQUE);
CREATE TABLE message(
    sequence INTEGER PRIMARY KEY,
    id BLOB NOT NULL,
    commit_number INTEGER NOT NULL,
    leaf INTEGER NOT NULL,
    envelope_at INTEGER NOT NULL,
    envelope_size INTEGER NOT NULL,
    original_at INTEGER NOT NULL,
    original_size INTEGER NOT NULL,
    type TEXT NOT NULL,
    stream TEXT NOT NULL,
    owner INTEGER NOT NULL,
    certificate INTEGER NOT NULL,
    casus BLOB,
    key BLOB,
    source TEXT,
    source_id TEXT NOT NULL,
    reference BLOB,
    casus_reference BLOB,
    original_digest BLOB NOT NULL,
    accepted_at INTEGER NOT NULL,
    destinations TEXT NOT NULL,
    attempt INTEGER NOT NULL,
    refers_to BLOB,
    traceparent TEXT NOT NULL,
    decision INTEGER NOT NULL,
    open INTEGER,
    overall TEXT,
    earlier_submission INTEGER,
    earlier_reference INTEGER,
    earlier_casus_reference INTEGER);
CREATE UNIQUE INDEX message_id ON message(id);
CREATE INDEX message_owner ON message(owner);
CREATE INDEX message_casus ON message(casus) WHERE casus IS NOT NULL;
CREATE INDEX message_open ON message(sequence) WHERE open IS NOT NULL;
CREATE INDEX message_ended ON message(overall) WHERE overall IN
    ('geparkeerd','geweigerd','teruggestuurd','afgesloten');
CREATE TABLE participant(
    casus BLOB NOT NULL,
    organisation INTEGER NOT NULL,
    PRIMARY KEY(casus, organisation)) WITHOUT ROWID;
CREATE TABLE commit_envelopes(number INTEGER PRIMARY KEY, content BLOB NOT NULL);
CREATE TABLE commit_originals(number INTEGER PRIMARY KEY, content BLOB NOT NULL);
CREATE TABLE commit_keys(
    number INTEGER PRIMARY KEY,
    first_sequence INTEGER NOT NULL,
    hashes BLOB NOT NULL);
CREATE TABLE key_partition(
    number INTEGER PRIMARY KEY,
    last_commit INTEGER NOT NULL,
    filter_submission BLOB NOT NULL,
    filter_reference BLOB NOT NULL,
    filter_casus_reference BLOB NOT NULL);
CREATE TABLE key_chunk(
    kind INTEGER NOT NULL,
    partition INTEGER NOT NULL,
    first INTEGER NOT NULL,
    entries BLOB NOT NULL,
    PRIMARY KEY(kind, partition, first)) WITHOUT ROWID;
CREATE TABLE state_change(
    message INTEGER NOT NULL,
    step INTEGER NOT NULL,
    destination TEXT NOT NULL,
    state TEXT NOT NULL,
    at INTEGER NOT NULL,
    reason TEXT NOT NULL,
    casus_status TEXT NOT NULL,
    PRIMARY KEY(message, step)) WITHOUT ROWID;
CREATE VIEW bericht AS
SELECT m.sequence AS volgnummer, lower(hex(m.id)) AS inzending, m.type, o.oin AS eigenaar,
    lower(hex(m.casus)) AS casus, m.destinations AS bestemmingen,
    datetime(m.accepted_at/1000000, 'unixepoch') AS aanvaard,
    coalesce(m.overall, CASE WHEN m.sequence <= coalesce((SELECT max(up_to) FROM outbox_published), 0)
        THEN 'doorgezet' ELSE 'ontvangen' END) AS toestand
FROM message m JOIN organisation o ON o.number=m.owner;
)sql";

// An IN in the condition of an index builds a table of its words for every row that is written, and
// no query for one of those words may use the index.
inline constexpr std::string_view second_version = R"sql(
DROP INDEX message_ended;
CREATE INDEX message_ended ON message(overall) WHERE overall='geparkeerd' OR overall='geweigerd'
    OR overall='teruggestuurd' OR overall='afgesloten';
)sql";

// extensions: "name=value" per line, those that stand readable on topics; NULL for none.
inline constexpr std::string_view third_version = R"sql(
ALTER TABLE message ADD COLUMN extensions TEXT;
)sql";

inline const std::array<std::string_view, 4> versions{
    first_version, second_version, third_version, ledger::log_marks};

}  // namespace adapters::embedded::message_store
