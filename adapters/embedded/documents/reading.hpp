// How a document is read from the file that keeps them.
#pragma once

#include "adapters/embedded/sqlite/connection.hpp"
#include "adapters/embedded/sqlite/statement.hpp"
#include "hub/ports/document_store.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace adapters::embedded::documents {

// What take_document() takes a row of.
[[nodiscard]] std::string selecting(std::string_view where);
// errc::not_authentic for what no hub wrote.
[[nodiscard]] hub::ports::result<hub::ports::stored_document> take_document(const sqlite::rows& row
);

struct one_document {
    explicit one_document(sqlite::connection& file);

    // A complete one that is not marked for erasure; errc::not_found.
    [[nodiscard]] hub::ports::result<hub::ports::stored_document> read(
        const hub::model::document_id& id
    );
    [[nodiscard]] hub::ports::result<hub::model::sealed_part>
    read_record(const hub::model::document_id& id, std::uint32_t number);

    sqlite::statement find;
    sqlite::statement record;
};

}  // namespace adapters::embedded::documents
