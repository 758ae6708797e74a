// The tables that every writer's file has, whatever else is in it.
#pragma once

#include <string_view>

namespace adapters::embedded::ledger {

// SQL that makes them; part of the first version of a file's schema.
//
// log_commit: one row per commit that has leaves. leaves holds them one after the other, each
//   behind its length (4 bytes, little endian), paths their sibling hashes likewise; hash is
//   SHA-256 of the head.
// consumer_position: the next offset to read, per partition; newest (see log_marks) is the newest time
//   in milliseconds of all records before it, NULL where some were read before it was kept.
// outbox_published: one row per move of the watermark. positions is text for operators:
//   "sequence:stream/partition/offset", one per line.
// outbox_exception: sequences that are never published, with the reason's code.
inline constexpr std::string_view tables = R"sql(
CREATE TABLE log_commit(
    number INTEGER PRIMARY KEY,
    incarnation INTEGER NOT NULL,
    at INTEGER NOT NULL,
    tree_size INTEGER NOT NULL,
    hash BLOB NOT NULL,
    head TEXT NOT NULL,
    leaf_count INTEGER NOT NULL,
    leaves BLOB NOT NULL,
    paths BLOB NOT NULL);
CREATE INDEX log_commit_at ON log_commit(at);
CREATE TABLE consumer_position(
    stream TEXT NOT NULL,
    partition INTEGER NOT NULL,
    next_offset INTEGER NOT NULL,
    PRIMARY KEY(stream, partition)) WITHOUT ROWID;
CREATE TABLE outbox_published(
    up_to INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    positions TEXT NOT NULL);
CREATE TABLE outbox_exception(
    sequence INTEGER PRIMARY KEY,
    code TEXT NOT NULL);
)sql";

// A later version of a file's schema.
inline constexpr std::string_view log_marks = R"sql(
ALTER TABLE consumer_position ADD COLUMN newest INTEGER;
)sql";

}  // namespace adapters::embedded::ledger
