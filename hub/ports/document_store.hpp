// The durable store of documents: sealed records in order, and which messages refer to each.
#pragma once

#include "hub/model/admitted_message.hpp"
#include "hub/model/oin.hpp"
#include "hub/model/timestamp.hpp"
#include "hub/model/uuid.hpp"
#include "hub/ports/result.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace hub::ports {

// What of a document is not sealed.
struct stored_document {
    model::document_id id;
    model::oin owner;
    model::oin certificate;
    model::timestamp received_at;
    // Of the content, in bytes.
    std::uint64_t size = 0;
    // Content stands in records 0 to records - 1.
    std::uint32_t records = 0;
    // Name, content type and digest.
    model::sealed_part description;
};

struct document_usage {
    std::uint64_t documents = 0;
    std::uint64_t bytes = 0;
};

// A message that said it refers to a document. Said before the message is stored, so that nothing
// stored ever lacks its document; whether the message came to be stored, its store knows.
struct document_reference {
    model::document_id document;
    model::message_id message;
    model::timestamp at;
};

// What it takes to give documents out. Callable from any executor; completes on the caller's.
class document_reader {
public:
    virtual ~document_reader() = default;

    // A complete one that is not marked for erasure. errc::not_found.
    [[nodiscard]] virtual async_result<stored_document> find(model::document_id id) = 0;
    [[nodiscard]] virtual async_result<model::sealed_part>
    record(model::document_id id, std::uint32_t number) = 0;
};

// What was begun and not completed is no document: nobody finds it.
class document_store : public document_reader {
public:
    // errc::conflict when the id is there already.
    [[nodiscard]] virtual async_result<void>
    begin(model::document_id id, model::oin owner, model::timestamp at) = 0;
    // The next record of what was begun; in order, from 0. errc::not_found when it is not begun, or
    // complete.
    [[nodiscard]] virtual async_result<void>
    add(model::document_id id, std::uint32_t number, model::sealed_part record) = 0;
    // Durable, with all its records, when it returns. errc::not_found.
    [[nodiscard]] virtual async_result<void> complete(stored_document whole) = 0;

    // Durable when it returns, all or none; errc::not_found when one of them is not there (any
    // more).
    [[nodiscard]] virtual async_result<void> refer(std::vector<document_reference> references) = 0;
    [[nodiscard]] virtual async_result<void> forget(document_reference reference) = 0;
    // Marks for erasure what nobody was told of, whoever said to refer to it; harmless when it is
    // not there.
    [[nodiscard]] virtual async_result<void> withdraw(model::document_id id) = 0;
    // In a fixed order, behind one; at most so many.
    [[nodiscard]] virtual async_result<std::vector<document_reference>>
    references(std::optional<document_reference> after, std::size_t limit) = 0;
    // In a fixed order; empty when there is none. What a message refers to, its form limits.
    [[nodiscard]] virtual async_result<std::vector<model::document_id>> documents_of(
        model::message_id message
    ) = 0;
    [[nodiscard]] virtual async_result<std::vector<model::message_id>> referrers(
        model::document_id document
    ) = 0;

    // What an owner has here, what it is still sending included.
    [[nodiscard]] virtual async_result<document_usage> usage(model::oin owner) = 0;

    // Marks for erasure what nothing refers to and was received before this, at most so many; what
    // was begun before `abandoned` and never completed too. From then on nobody finds it or can
    // refer to it.
    [[nodiscard]] virtual async_result<void> mark_unreferenced(
        model::timestamp received_before,
        model::timestamp abandoned,
        std::size_t limit
    ) = 0;
    [[nodiscard]] virtual async_result<std::vector<stored_document>> marked(std::size_t limit) = 0;
    // All of what was marked or never completed; harmless when it is not there.
    [[nodiscard]] virtual async_result<void> erase(model::document_id id) = 0;

    // False from a failed write until writing works again.
    [[nodiscard]] virtual bool writable() const = 0;
};

}  // namespace hub::ports
