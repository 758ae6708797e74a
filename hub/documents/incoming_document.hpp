// A document on its way in: inspected, digested, sealed and stored piece by piece.
#pragma once

#include "hub/documents/content_inspector.hpp"
#include "hub/documents/reservations.hpp"
#include "hub/model/oin.hpp"
#include "hub/model/rejection.hpp"
#include "hub/model/timestamp.hpp"
#include "hub/model/uuid.hpp"
#include "hub/ports/clock.hpp"
#include "hub/ports/decoder.hpp"
#include "hub/ports/document_store.hpp"
#include "hub/vault/primitives.hpp"
#include "hub/vault/vault.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace hub::documents {

// What a sender says of a document.
struct said_of_document {
    // Empty: a name after its kind.
    std::string name;
    // Media type in lower case without parameters; empty: the content decides.
    std::string media_type;
};

// A document as its owner is told of it.
struct document {
    // With its id.
    ports::attachment is;
    model::timestamp received_at;
};

// For whom a document comes in.
struct sender {
    model::oin owner;
    model::oin certificate;
};

struct incoming_parts {
    vault::vault& vault;
    ports::document_store& store;
    ports::clock& clock;
};

struct incoming_limits {
    std::uint64_t largest = 0;
    // Plaintext of one sealed record.
    std::size_t record_bytes = 0;
};

// Used by one coroutine at a time; holds one record of plaintext. What it was made from outlives
// it. What is not finished is no document and goes by itself later, sooner after abandon().
class incoming_document {
public:
    incoming_document(
        incoming_parts parts,
        incoming_limits limits,
        sender from,
        vault::content_key key,
        reservations::place place
    );
    ~incoming_document();
    incoming_document(const incoming_document&) = delete;
    incoming_document& operator=(const incoming_document&) = delete;

    [[nodiscard]] model::document_id id() const noexcept { return id_; }

    // Codes te_groot, tijdelijk_niet_beschikbaar; add no more then.
    [[nodiscard]] boost::asio::awaitable<model::decision<void>> add(std::string_view bytes);

    // Durable when it returns. Besides those of add() the codes of content_inspector and
    // bijlagesoort_klopt_niet.
    [[nodiscard]] boost::asio::awaitable<model::decision<document>> finish(said_of_document said);

    // A whole message, which is none of the kinds of document. Durable when it returns; the codes
    // of add().
    [[nodiscard]] boost::asio::awaitable<model::decision<document>> finish_original(
        std::string media_type
    );

    [[nodiscard]] boost::asio::awaitable<void> abandon();

private:
    [[nodiscard]] boost::asio::awaitable<model::decision<document>> complete(
        ports::attachment described
    );
    [[nodiscard]] ports::async_result<void> store_record(vault::record_place::kind is);
    [[nodiscard]] model::decision<ports::attachment> describe(said_of_document said);

    incoming_parts parts_;
    incoming_limits limits_;
    sender from_;
    vault::content_key key_;
    reservations::place place_;
    model::document_id id_;
    model::timestamp began_at_;
    std::string buffer_;
    std::uint32_t records_ = 0;
    std::uint64_t size_ = 0;
    bool begun_ = false;
    vault::running_sha256 digest_;
    content_inspector inspector_;
};

}  // namespace hub::documents
