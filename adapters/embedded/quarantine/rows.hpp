// The table of the quarantine's file, and a row as the port tells it.
#pragma once

#include "adapters/embedded/sqlite/statement.hpp"
#include "hub/ports/quarantine_store.hpp"

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace adapters::embedded::quarantine {

// content is NULL once it went, or where there never was any.
inline constexpr std::array<std::string_view, 2> versions{
    R"sql(
CREATE TABLE quarantined(
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    id BLOB NOT NULL UNIQUE,
    certificate TEXT NOT NULL,
    form TEXT NOT NULL,
    code TEXT NOT NULL,
    words TEXT NOT NULL,
    places TEXT NOT NULL,
    digest BLOB NOT NULL,
    size INTEGER NOT NULL,
    times INTEGER NOT NULL,
    received_at INTEGER NOT NULL,
    last_at INTEGER NOT NULL,
    erase_at INTEGER NOT NULL,
    announced_at INTEGER,
    state TEXT NOT NULL,
    ended_at INTEGER,
    became BLOB,
    reason TEXT NOT NULL DEFAULT '',
    key_version INTEGER,
    iv BLOB,
    content BLOB);
CREATE INDEX quarantined_by_sender ON quarantined(certificate, state);
CREATE INDEX quarantined_by_term ON quarantined(state, erase_at);
CREATE TABLE share(
    one INTEGER PRIMARY KEY CHECK(one = 1),
    bytes INTEGER NOT NULL);
INSERT INTO share VALUES(1, 0);
)sql",
    R"sql(
ALTER TABLE quarantined ADD COLUMN handing_in_since INTEGER;
CREATE INDEX quarantined_handing_in ON quarantined(handing_in_since)
    WHERE handing_in_since IS NOT NULL;
)sql"};

// SELECT of the columns that read_row() takes, with this behind the table's name.
[[nodiscard]] std::string select(std::string_view behind);

[[nodiscard]] hub::ports::quarantined read_row(const sqlite::rows& found);

// Every place as one text; they hold no control characters.
[[nodiscard]] std::string places_text(const std::vector<hub::model::invalid_param>& places);

// What readers and the writer both look up.
class lookups {
public:
    explicit lookups(sqlite::connection& file);

    [[nodiscard]] std::optional<hub::ports::quarantined> find(const hub::model::message_id& id);
    // One that waits with the same bytes, from the same OIN in the same form.
    [[nodiscard]] std::optional<hub::ports::quarantined> find_same(
        const hub::ports::quarantined& one
    );
    [[nodiscard]] bool
    is_full(const hub::ports::quarantined& one, const hub::ports::quarantine_bounds& bounds);

private:
    sqlite::statement by_id_;
    sqlite::statement same_;
    sqlite::statement each_;
    sqlite::statement all_;
};

}  // namespace adapters::embedded::quarantine
