// How a content key is read from the file that keeps them.
#pragma once

#include "adapters/embedded/sqlite/connection.hpp"
#include "adapters/embedded/sqlite/statement.hpp"
#include "hub/ports/case_key_store.hpp"

#include <vector>

namespace adapters::embedded::case_keys {

struct reading_session {
    explicit reading_session(sqlite::connection& file);

    // errc::not_found, or errc::erased for a destroyed one.
    [[nodiscard]] hub::ports::result<hub::ports::wrapped_key> read(const hub::model::key_id& id);
    // What read() says of each, in their order.
    [[nodiscard]] std::vector<hub::ports::result<hub::ports::wrapped_key>> read_all(
        const std::vector<hub::model::key_id>& ids
    );

    sqlite::statement find;
};

}  // namespace adapters::embedded::case_keys
