// Finds and opens what a request for content is about.
#pragma once

#include "hub/intake/sealing.hpp"
#include "hub/inzage/decisions.hpp"
#include "hub/ports/encoder.hpp"
#include "hub/ports/message_store.hpp"
#include "hub/ports/quarantine_store.hpp"
#include "hub/ports/result.hpp"
#include "hub/vault/vault.hpp"

#include <string>

namespace hub::inzage {

// All must outlive whoever uses them.
struct content_rooms {
    vault::vault& vault;
    ports::message_store& messages;
    ports::quarantine_store& quarantined;
    // Of the canonical form, as it stands in postvakken.
    const ports::encoder& encoder;
};

// Whose it is, and so who is told. errc::not_found; errc::erased where there is no content any
// more.
[[nodiscard]] ports::async_result<model::oin>
owner_of(content_rooms rooms, subject what, model::message_id about);

// errc::not_found, errc::erased, errc::not_authentic.
[[nodiscard]] ports::async_result<intake::original_body>
open(content_rooms rooms, subject what, model::message_id about, content_part part);

// The name of the form that a message came in: of what is sealed the one thing that needs no
// request. The errors of open().
[[nodiscard]] ports::async_result<std::string>
form_of(content_rooms rooms, ports::stored_message message);

}  // namespace hub::inzage
