// Where a writer goes on reading from the broker, kept in its own transactions.
#pragma once

#include "adapters/embedded/sqlite/connection.hpp"
#include "adapters/embedded/sqlite/statement.hpp"
#include "hub/ports/broker.hpp"

#include <cstdint>
#include <optional>

namespace adapters::embedded::ledger {

// Used by the writer inside a transaction.
class position_writer {
public:
    explicit position_writer(sqlite::connection& file);
    // Never back: commits that share a file may come in another order than they were read.
    void set(const hub::ports::position& next);
    // Wherever it was; of what the log holds before it, all is read.
    void move(const hub::ports::position& next);

private:
    sqlite::statement set_;
    sqlite::statement move_;
};

// Used on one connection.
class position_reader {
public:
    explicit position_reader(sqlite::connection& file);
    [[nodiscard]] std::optional<hub::ports::position>
    next_position(hub::model::stream stream, std::int32_t partition);

private:
    sqlite::statement find_;
};

}  // namespace adapters::embedded::ledger
