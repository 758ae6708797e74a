#include "hub/inzage/content.hpp"

#include "hub/intake/quarantine.hpp"
#include "schemas/pmm/v1/envelope.pb.h"

#include <algorithm>
#include <utility>

namespace hub::inzage {
namespace {

using ports::errc;

given_content given(intake::original_body body) {
    return {std::move(body.form), std::move(body.content_type), std::move(body.body), nullptr};
}

ports::result<given_content> with_document(
    intake::original_body body,
    ports::result<std::unique_ptr<documents::outgoing_document>> opened
) {
    if (!opened) {
        return opened.error();
    }
    auto result = given(std::move(body));
    result.body.clear();
    result.document = std::move(*opened);
    return result;
}

ports::async_result<given_content> open_quarantined(content_rooms rooms, model::message_id about) {
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
    auto body = intake::original_of(rooms.vault, *key, intake::context_of(*one), *sealed);
    if (!body) {
        co_return body.error();
    }
    if (!body->document || rooms.documents == nullptr) {
        co_return given(std::move(*body));
    }
    auto whole = co_await rooms.documents->sealed().open_brought(one->certificate, *body->document);
    co_return with_document(std::move(*body), std::move(whole));
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

ports::async_result<given_content>
open_original(content_rooms rooms, ports::stored_message message, vault::content_key key) {
    const auto sealed = co_await rooms.messages.original(message.id);
    if (!sealed) {
        co_return sealed.error();
    }
    auto body = intake::original_of(rooms.vault, key, intake::context_of(message), *sealed);
    if (!body) {
        co_return body.error();
    }
    if (!body->document || rooms.documents == nullptr) {
        co_return given(std::move(*body));
    }
    auto whole = co_await rooms.documents->sealed().open(message.submission.owner, *body->document);
    co_return with_document(std::move(*body), std::move(whole));
}

ports::async_result<std::vector<ports::attachment>>
attachments_of(content_rooms rooms, ports::stored_message message, vault::content_key key) {
    const auto parts = co_await rooms.messages.receipt(message.id);
    if (!parts) {
        co_return parts.error();
    }
    co_return intake::attachments_of(
        rooms.vault, key, intake::context_of(message), parts->canonical
    );
}

// One of its own: what a message does not refer to is nobody's to see through it.
ports::async_result<ports::attachment> find_attachment(
    content_rooms rooms,
    ports::stored_message message,
    vault::content_key key,
    std::optional<model::document_id> wanted
) {
    auto all = co_await attachments_of(rooms, std::move(message), std::move(key));
    if (!all) {
        co_return all.error();
    }
    const auto found = std::find_if(all->begin(), all->end(), [wanted](const auto& one) {
        return one.document && one.document == wanted;
    });
    if (found == all->end() || rooms.documents == nullptr) {
        co_return errc::not_found;
    }
    co_return std::move(*found);
}

ports::async_result<given_content> open_attachment(
    content_rooms rooms,
    ports::stored_message message,
    vault::content_key key,
    std::optional<model::document_id> wanted
) {
    const auto owner = message.submission.owner;
    const auto one = co_await find_attachment(rooms, std::move(message), std::move(key), wanted);
    if (!one) {
        co_return one.error();
    }
    auto opened = co_await rooms.documents->sealed().open(owner, *one->document);
    if (!opened) {
        co_return opened.error();
    }
    // What the receipt commits to.
    if ((*opened)->description().sha256 != one->sha256) {
        co_return errc::not_authentic;
    }
    given_content result;
    result.content_type = one->content_type;
    result.document = std::move(*opened);
    co_return result;
}

ports::async_result<given_content> open_message(content_rooms rooms, sought what) {
    const auto stored = co_await rooms.messages.find(what.about);
    if (!stored) {
        co_return stored.error();
    }
    const auto key = co_await rooms.vault.find_key(stored->key);
    if (!key) {
        co_return key.error();
    }
    if (what.part == content_part::origineel) {
        co_return co_await open_original(rooms, *stored, *key);
    }
    if (what.part == content_part::bijlage) {
        co_return co_await open_attachment(rooms, *stored, *key, what.document);
    }
    const auto parts = co_await rooms.messages.receipt(what.about);
    if (!parts) {
        co_return parts.error();
    }
    auto body = canonical_of(rooms, *key, intake::context_of(*stored), parts->canonical);
    if (!body) {
        co_return body.error();
    }
    co_return given(std::move(*body));
}

}  // namespace

ports::async_result<model::oin> owner_of(content_rooms rooms, sought what) {
    if (what.what == subject::quarantaine) {
        const auto one = co_await rooms.quarantined.find(what.about);
        if (!one) {
            co_return one.error();
        }
        if (!one->has_content) {
            co_return errc::erased;
        }
        co_return one->certificate;
    }
    const auto stored = co_await rooms.messages.find(what.about);
    if (!stored) {
        co_return stored.error();
    }
    const auto key = co_await rooms.vault.find_key(stored->key);
    if (!key) {
        co_return key.error();
    }
    if (what.document) {
        const auto found = co_await find_attachment(rooms, *stored, *key, what.document);
        if (!found) {
            co_return found.error();
        }
    }
    co_return stored->submission.owner;
}

ports::async_result<given_content> open(content_rooms rooms, sought what) {
    if (what.what == subject::quarantaine) {
        return open_quarantined(rooms, what.about);
    }
    return open_message(rooms, what);
}

ports::async_result<std::vector<ports::attachment>>
documents_of(content_rooms rooms, ports::stored_message message) {
    const auto key = co_await rooms.vault.find_key(message.key);
    if (!key) {
        co_return key.error();
    }
    auto all = co_await attachments_of(rooms, std::move(message), *key);
    if (!all) {
        co_return all.error();
    }
    for (auto& one : *all) {
        one.name.clear();
    }
    co_return all;
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
