// What a book keeps of what it consumed: handled ids, lines of the logbook, numbers per casus.
#pragma once

#include "adapters/embedded/sqlite/connection.hpp"
#include "adapters/embedded/sqlite/statement.hpp"
#include "hub/model/destination.hpp"
#include "hub/model/timestamp.hpp"
#include "hub/model/uuid.hpp"
#include "hub/ports/book.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string_view>
#include <vector>

namespace adapters::embedded::book {

// Used by the writer inside its transactions.
class handled_writer {
public:
    explicit handled_writer(sqlite::connection& file);

    void add(const std::vector<hub::model::message_id>& ids);
    // Removes ids from before a time, at most limit; returns how many.
    [[nodiscard]] std::size_t remove_before(hub::model::timestamp time, std::size_t limit);

private:
    sqlite::statement add_;
    sqlite::statement remove_;
    sqlite::statement removed_;
};

// Used by the writer inside its transactions.
class processing_writer {
public:
    explicit processing_writer(sqlite::connection& file);
    void add(const std::vector<hub::ports::processing_entry>& lines);

private:
    sqlite::statement add_;
};

// Used by the writer inside its transactions: the last number given per casus and destination.
class casus_number_table {
public:
    explicit casus_number_table(sqlite::connection& file);

    void keep(
        const hub::model::casus_id& casus,
        std::span<const hub::model::destination> destinations,
        std::span<const std::uint64_t> numbers
    );
    // Calls back with "destination:number", as ledger::casus_sequences reads it.
    void
    read(const hub::model::casus_id& casus, const std::function<void(std::string_view)>& visit);

private:
    sqlite::statement keep_;
    sqlite::statement read_;
};

// Used on one reader's connection.
class consumed_reader {
public:
    explicit consumed_reader(sqlite::connection& file);

    [[nodiscard]] std::vector<bool> handled(const std::vector<hub::model::message_id>& ids);
    [[nodiscard]] std::vector<hub::ports::processing_entry>
    processing(std::uint64_t after, std::size_t limit);

private:
    sqlite::statement handled_;
    sqlite::statement processing_;
};

}  // namespace adapters::embedded::book
