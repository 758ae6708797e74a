// Erases documents that nothing refers to: never completed, never referred to within the term, or
// referred to only by messages that were never stored or are erased.
#pragma once

#include "hub/model/uuid.hpp"
#include "hub/ports/clock.hpp"
#include "hub/ports/document_store.hpp"
#include "hub/ports/message_store.hpp"
#include "hub/ports/quarantine_store.hpp"
#include "hub/vault/vault.hpp"

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <optional>

namespace hub::documents {

struct sweeping_parts {
    vault::vault& vault;
    ports::document_store& store;
    ports::message_store& messages;
    ports::clock& clock;
    // Keeps documents too; null: there is none.
    ports::quarantine_store* quarantined = nullptr;
};

// Used by one coroutine at a time. Each round does a bounded part and goes on where the one before
// ended; what fails is tried again.
class sweeping {
public:
    sweeping(sweeping_parts parts, std::chrono::hours term) noexcept : parts_{parts}, term_{term} {}

    [[nodiscard]] boost::asio::awaitable<void> round();

private:
    [[nodiscard]] boost::asio::awaitable<void> forget_references();
    [[nodiscard]] boost::asio::awaitable<void> erase_marked();
    // Whether what refers is not there, or its content is erased.
    [[nodiscard]] boost::asio::awaitable<bool> is_gone(ports::document_reference reference);
    [[nodiscard]] boost::asio::awaitable<bool> is_in_quarantine(model::message_id id);
    [[nodiscard]] boost::asio::awaitable<bool> tell(ports::stored_document what);

    sweeping_parts parts_;
    std::chrono::hours term_;
    std::optional<ports::document_reference> looked_up_to_;
};

}  // namespace hub::documents
