// What is written to the file of documents: its tables, and each operation within a transaction.
#pragma once

#include "adapters/embedded/sqlite/file_writer.hpp"
#include "adapters/embedded/sqlite/statement.hpp"
#include "hub/ports/document_store.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace adapters::embedded::documents {

// Where a document stands, as the column has it.
enum class standing { coming = 0, whole = 1, leaving = 2 };

extern const std::array<std::string_view, 2> versions;

[[nodiscard]] std::unique_ptr<sqlite::writer_session> make_writing_session(sqlite::connection& file
);

class writing_session;

using document_operation = sqlite::operation_on<writing_session>;

// What an operation holds besides content, roughly.
inline constexpr std::size_t small_operation = 256;

struct begin_operation final : document_operation {
    begin_operation(
        hub::model::document_id which,
        hub::model::oin whose,
        hub::model::timestamp when
    )
        : document_operation{small_operation}, id{which}, owner{std::move(whose)}, at{when} {}
    void apply(writing_session& session) override;

    hub::model::document_id id;
    hub::model::oin owner;
    hub::model::timestamp at;
};

struct add_operation final : document_operation {
    add_operation(hub::model::document_id which, std::uint32_t place, hub::model::sealed_part what)
        : document_operation{what.ciphertext.size() + small_operation},
          id{which},
          number{place},
          record{std::move(what)} {}
    void apply(writing_session& session) override;

    hub::model::document_id id;
    std::uint32_t number;
    hub::model::sealed_part record;
};

struct complete_operation final : document_operation {
    explicit complete_operation(hub::ports::stored_document what)
        : document_operation{small_operation}, whole{std::move(what)} {}
    void apply(writing_session& session) override;

    hub::ports::stored_document whole;
};

struct refer_operation final : document_operation {
    explicit refer_operation(std::vector<hub::ports::document_reference> what)
        : document_operation{small_operation * what.size()}, references{std::move(what)} {}
    void apply(writing_session& session) override;

    std::vector<hub::ports::document_reference> references;
};

struct forget_operation final : document_operation {
    explicit forget_operation(hub::ports::document_reference which)
        : document_operation{small_operation}, reference{which} {}
    void apply(writing_session& session) override;

    hub::ports::document_reference reference;
};

struct withdraw_operation final : document_operation {
    explicit withdraw_operation(hub::model::document_id which)
        : document_operation{small_operation}, id{which} {}
    void apply(writing_session& session) override;

    hub::model::document_id id;
};

struct mark_operation final : document_operation {
    mark_operation(hub::model::timestamp old, hub::model::timestamp left, std::size_t most)
        : document_operation{small_operation}, received_before{old}, abandoned{left}, limit{most} {}
    void apply(writing_session& session) override;

    hub::model::timestamp received_before;
    hub::model::timestamp abandoned;
    std::size_t limit;
};

struct erase_operation final : document_operation {
    explicit erase_operation(hub::model::document_id which)
        : document_operation{small_operation}, id{which} {}
    void apply(writing_session& session) override;

    hub::model::document_id id;
};

}  // namespace adapters::embedded::documents
