// The documents that a message refers to: looked up before it is decided upon, referred to before
// it is stored.
#pragma once

#include "hub/documents/documents.hpp"
#include "hub/intake/admission.hpp"
#include "hub/model/rejection.hpp"
#include "hub/model/uuid.hpp"
#include "hub/ports/message_store.hpp"
#include "hub/vault/vault.hpp"

#include <boost/asio/awaitable.hpp>

#include <optional>
#include <vector>

namespace hub::intake {

// Why it may not refer to what it refers to; else what is known of that is filled in. Null where no
// documents are kept. References are to the caller's own frame, which waits.
[[nodiscard]] boost::asio::awaitable<std::optional<model::rejection>>
resolve_documents(documents::documents* known, admission& given);

// Durable when it returns: a message that is stored never lacks what it refers to.
[[nodiscard]] boost::asio::awaitable<std::optional<model::rejection>>
refer_to_documents(documents::documents* known, const admission& given, model::message_id message);

// All must outlive what is asked of them.
struct attachment_rooms {
    vault::vault& vault;
    ports::message_store& store;
    // Null where no documents are kept.
    documents::documents* documents = nullptr;
};

// What a stored message refers to or brought; nothing is opened for one that has none. Codes
// gewist, niet_authentiek (retry), tijdelijk_niet_beschikbaar (retry).
[[nodiscard]] boost::asio::awaitable<model::decision<std::vector<ports::attachment>>>
find_attachments(attachment_rooms rooms, ports::stored_message message);

}  // namespace hub::intake
