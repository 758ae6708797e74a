// The documents that messages refer to: takes them in within each owner's share, lets messages
// refer to them, gives them out, and erases what nothing refers to.
#pragma once

#include "hub/documents/incoming_document.hpp"
#include "hub/documents/incoming_original.hpp"
#include "hub/documents/reservations.hpp"
#include "hub/documents/sealed_documents.hpp"
#include "hub/documents/sweeping.hpp"
#include "hub/model/oin.hpp"
#include "hub/model/rejection.hpp"
#include "hub/model/uuid.hpp"
#include "hub/ports/audit_log.hpp"
#include "hub/ports/clock.hpp"
#include "hub/ports/document_store.hpp"
#include "hub/ports/message_store.hpp"
#include "hub/ports/quarantine_store.hpp"
#include "hub/vault/vault.hpp"

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace hub::documents {

struct documents_options {
    std::uint64_t largest = 25ULL << 20U;
    std::uint64_t share = 2ULL << 30U;
    std::uint64_t share_documents = 10'000;
    // How long what nothing refers to is kept.
    std::chrono::hours term{24 * 7};
    std::size_t record_bytes = 256UL << 10U;
    // Of an original that holds a document: base64 with its lines, and the message around it.
    std::uint64_t largest_original = 36ULL << 20U;
    reservation_limits coming_in{};
};

struct documents_parts {
    vault::vault& vault;
    ports::document_store& store;
    // Knows which messages came to be stored, and is told what is erased.
    ports::message_store& messages;
    ports::clock& clock;
    // Keeps documents too; null: there is none.
    ports::quarantine_store* quarantined = nullptr;
};

// Thread-safe. Everything given outlives it, and it outlives the documents on their way.
class documents {
public:
    documents(documents_parts parts, documents_options options);

    [[nodiscard]] const documents_options& options() const noexcept { return options_; }

    // Codes te_groot, bijlagen_vol, te_veel_bijlagen_tegelijk (retry), tijdelijk_niet_beschikbaar
    // (retry).
    [[nodiscard]] boost::asio::awaitable<model::decision<std::unique_ptr<incoming_document>>>
    begin(sender from, std::optional<std::uint64_t> announced);

    // For a whole message as it came, to keep sealed beside the document within it. Nobody can
    // refer to it, and it has no place of its own beside its document's. The codes of begin().
    [[nodiscard]] boost::asio::awaitable<model::decision<std::unique_ptr<incoming_original>>>
    begin_original(sender from);
    // The same without a document beside it, in a place of its own.
    [[nodiscard]] boost::asio::awaitable<model::decision<std::unique_ptr<incoming_original>>>
    begin_original_alone(sender from);

    // An owner's own; errc::not_found for every other.
    [[nodiscard]] ports::async_result<document> find(model::oin owner, model::document_id id);

    // Its content, for who may have it.
    [[nodiscard]] const sealed_documents& sealed() const noexcept { return sealed_; }

    // What a message refers to, with what is known of each. Codes bijlage_onbekend,
    // tijdelijk_niet_beschikbaar.
    [[nodiscard]] boost::asio::awaitable<model::decision<std::vector<ports::attachment>>>
    resolve(model::oin owner, std::vector<ports::attachment> referred);

    // Before the message is stored. errc::not_found when one has gone meanwhile.
    [[nodiscard]] ports::async_result<void>
    refer(std::vector<ports::attachment> referred, model::message_id message);

    // What a message said it refers to, an original that was kept as a document included.
    [[nodiscard]] ports::async_result<std::vector<model::document_id>> documents_of(
        model::message_id message
    ) {
        return parts_.store.documents_of(message);
    }

    // What nobody was told of, for its message was not taken: it goes at the next round.
    [[nodiscard]] boost::asio::awaitable<void> withdraw(std::vector<model::document_id> unused);

    // Nobody can read it any more when this returns; its bytes go at the next round. Harmless when
    // it is not there.
    [[nodiscard]] ports::async_result<void> destroy(model::document_id id);

    // One round of erasing, bounded; the owner calls it now and then while the clock can be
    // trusted.
    [[nodiscard]] boost::asio::awaitable<void> sweep() { return sweeping_.round(); }

private:
    [[nodiscard]] boost::asio::awaitable<model::decision<std::unique_ptr<incoming_document>>>
    make(sender from, std::uint64_t largest, reservations::place place);
    [[nodiscard]] boost::asio::awaitable<model::decision<std::unique_ptr<incoming_original>>>
    make_original(sender from, reservations::place place);

    documents_parts parts_;
    documents_options options_;
    sealed_documents sealed_;
    reservations reservations_;
    sweeping sweeping_;
};

}  // namespace hub::documents
