// Finds and opens what a request for content is about.
#pragma once

#include "hub/documents/documents.hpp"
#include "hub/intake/sealing.hpp"
#include "hub/inzage/decisions.hpp"
#include "hub/ports/encoder.hpp"
#include "hub/ports/message_store.hpp"
#include "hub/ports/quarantine_store.hpp"
#include "hub/ports/result.hpp"
#include "hub/vault/vault.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace hub::inzage {

// All must outlive whoever uses them.
struct content_rooms {
    vault::vault& vault;
    ports::message_store& messages;
    ports::quarantine_store& quarantined;
    // Of the canonical form, as it stands in postvakken.
    const ports::encoder& encoder;
    // Null where no documents are kept.
    documents::documents* documents = nullptr;
};

// What was asked, as it is given: in one piece, or where a document holds it in many.
struct given_content {
    std::string form;
    std::string content_type;
    std::string body;
    std::unique_ptr<documents::outgoing_document> document;
};

// What a request is about.
struct sought {
    subject what = subject::bericht;
    model::message_id about;
    content_part part = content_part::origineel;
    std::optional<model::document_id> document{};
};

// Whose it is, and so who is told. errc::not_found, also where the message has no such document;
// errc::erased where there is no content any more.
[[nodiscard]] ports::async_result<model::oin> owner_of(content_rooms rooms, sought what);

// errc::not_found, errc::erased, errc::not_authentic.
[[nodiscard]] ports::async_result<given_content> open(content_rooms rooms, sought what);

// The documents of a message, without their names, which are content. The errors of open().
[[nodiscard]] ports::async_result<std::vector<ports::attachment>>
documents_of(content_rooms rooms, ports::stored_message message);

// The name of the form that a message came in: of what is sealed the one thing that needs no
// request. The errors of open().
[[nodiscard]] ports::async_result<std::string>
form_of(content_rooms rooms, ports::stored_message message);

}  // namespace hub::inzage
