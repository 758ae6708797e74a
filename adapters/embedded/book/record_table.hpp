// The records of a book.
#pragma once

#include "adapters/embedded/sqlite/connection.hpp"
#include "adapters/embedded/sqlite/statement.hpp"
#include "hub/ports/book.hpp"
#include "hub/ports/result.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace adapters::embedded::book {

// Used by the writer inside its transactions.
class record_writer {
public:
    explicit record_writer(sqlite::connection& file);

    // All changes or, with errc::conflict, none.
    [[nodiscard]] hub::ports::result<void> apply(const std::vector<hub::ports::book_change>& changes
    );

    // Before COMMIT, once.
    void finish();
    // After a rollback: forgets what it gave out.
    void abandoned();

private:
    // A record as the transaction sees it; version 0 where there is none.
    struct state {
        std::int64_t kind = 0;
        std::int64_t sequence = 0;
        std::uint64_t version = 0;
        // The version that it has once all changes checked so far are written.
        std::uint64_t planned = 0;
    };

    [[nodiscard]] std::int64_t kind_number(std::string_view kind);
    [[nodiscard]] state find(const hub::ports::book_change& change);
    void write(const hub::ports::book_change& change, state& record);

    sqlite::connection& file_;
    sqlite::statement find_kind_;
    sqlite::statement add_kind_;
    sqlite::statement find_;
    sqlite::statement insert_;
    sqlite::statement update_;
    sqlite::statement remove_;
    sqlite::statement find_last_;
    sqlite::statement keep_last_;
    std::map<std::string, std::int64_t, std::less<>> kinds_;
    std::int64_t last_ = 0;
    std::int64_t kept_last_ = 0;
};

// Used on one reader's connection.
class record_reader {
public:
    explicit record_reader(sqlite::connection& file);

    [[nodiscard]] std::vector<hub::ports::book_record>
    load(const std::string& kind, const std::vector<std::string>& ids);

    [[nodiscard]] std::vector<hub::ports::book_record>
    scan(const std::string& kind, std::uint64_t after_sequence, std::size_t limit);

private:
    // 0 for a kind that no record ever had.
    [[nodiscard]] std::int64_t kind_number(std::string_view kind);

    sqlite::statement find_kind_;
    sqlite::statement load_;
    sqlite::statement scan_;
};

}  // namespace adapters::embedded::book
