#include "hub/inzage/content.hpp"

#include "hub/intake/quarantine.hpp"
#include "schemas/pmm/v1/envelope.pb.h"

#include <utility>

namespace hub::inzage {
namespace {

using ports::errc;

ports::async_result<intake::original_body>
open_quarantined(content_rooms rooms, model::message_id about) {
    const auto one = co_await rooms.quarantined.find(about);
    if (!one) {
        co_return one.error();
    }
    const auto sealed = co_await rooms.quarantined.content(about);
    if (!sealed) {
        co_return sealed.error();
    }
    const auto key = co_await rooms.vault.find_key(model::key_id{about.value()});
    if (!key) {
        co_return key.error();
    }
    co_return intake::original_of(rooms.vault, *key, intake::context_of(*one), *sealed);
}

ports::result<intake::original_body> canonical_of(
    const content_rooms& rooms,
    const vault::content_key& key,
    const vault::seal_context& context,
    const model::sealed_part& sealed
) {
    const auto opened = rooms.vault.open(key, context, vault::part::canoniek, sealed);
    if (!opened) {
        return opened.error();
    }
    pmm::v1::CanonicalPart part;
    pmm::v1::CanonicalMessage message;
    if (!part.ParseFromString(*opened) || !message.ParseFromString(part.message())) {
        return ports::make_error_code(errc::not_authentic);
    }
    return intake::original_body{
        .form = part.form(),
        .content_type = "application/json",
        .body = rooms.encoder.encode(message)};
}

ports::async_result<intake::original_body>
open_message(content_rooms rooms, model::message_id about, content_part part) {
    const auto stored = co_await rooms.messages.find(about);
    if (!stored) {
        co_return stored.error();
    }
    const auto key = co_await rooms.vault.find_key(stored->key);
    if (!key) {
        co_return key.error();
    }
    const auto context = intake::context_of(*stored);
    if (part == content_part::canoniek) {
        const auto parts = co_await rooms.messages.receipt(about);
        if (!parts) {
            co_return parts.error();
        }
        co_return canonical_of(rooms, *key, context, parts->canonical);
    }
    const auto sealed = co_await rooms.messages.original(about);
    if (!sealed) {
        co_return sealed.error();
    }
    co_return intake::original_of(rooms.vault, *key, context, *sealed);
}

}  // namespace

ports::async_result<model::oin>
owner_of(content_rooms rooms, subject what, model::message_id about) {
    if (what == subject::quarantaine) {
        const auto one = co_await rooms.quarantined.find(about);
        if (!one) {
            co_return one.error();
        }
        if (!one->has_content) {
            co_return errc::erased;
        }
        co_return one->certificate;
    }
    const auto stored = co_await rooms.messages.find(about);
    if (!stored) {
        co_return stored.error();
    }
    const auto key = co_await rooms.vault.find_key(stored->key);
    if (!key) {
        co_return key.error();
    }
    co_return stored->submission.owner;
}

ports::async_result<intake::original_body>
open(content_rooms rooms, subject what, model::message_id about, content_part part) {
    if (what == subject::quarantaine) {
        return open_quarantined(rooms, about);
    }
    return open_message(rooms, about, part);
}

ports::async_result<std::string> form_of(content_rooms rooms, ports::stored_message message) {
    const auto key = co_await rooms.vault.find_key(message.key);
    if (!key) {
        co_return key.error();
    }
    const auto parts = co_await rooms.messages.receipt(message.id);
    if (!parts) {
        co_return parts.error();
    }
    const auto opened = rooms.vault.open(
        *key, intake::context_of(message), vault::part::canoniek, parts->canonical
    );
    pmm::v1::CanonicalPart part;
    if (!opened || !part.ParseFromString(*opened)) {
        co_return errc::not_authentic;
    }
    co_return part.form();
}

}  // namespace hub::inzage
