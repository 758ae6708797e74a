#include "hub/instruments/consumer/kept_message.hpp"

#include "hub/vault/envelope.hpp"
#include "hub/vault/envelope_view.hpp"
#include "schemas/pmm/v1/envelope.pb.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

namespace hub::instruments::consumer {

namespace {

// Nothing for what no hub wrote.
std::optional<ports::attachment> attachment_of(std::string_view bytes) {
    pmm::v1::AttachmentDigest digest;
    ports::attachment result;
    if (!digest.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())) ||
        digest.sha256().size() != result.sha256.size()) {
        return std::nullopt;
    }
    result.name = digest.name();
    result.content_type = digest.content_type();
    result.size = digest.size();
    std::copy(digest.sha256().begin(), digest.sha256().end(), result.sha256.begin());
    result.document = model::document_id::from_bytes(digest.document_id());
    return result;
}

ports::result<kept_content> open_with(
    const vault::vault& vault,
    const vault::content_key& key,
    const vault::envelope_seal& seal
) {
    const auto plain = vault.open(key, seal.context, vault::part::canoniek, seal.sealed);
    if (!plain) {
        return plain.error();
    }
    const auto part = vault::read_canonical_part(*plain);
    kept_content content;
    if (!part || !content.message.ParseFromArray(
                     part->message.data(), static_cast<int>(part->message.size())
                 )) {
        return ports::errc::not_authentic;
    }
    for (const auto bytes : part->attachments) {
        auto one = attachment_of(bytes);
        if (!one) {
            return ports::errc::not_authentic;
        }
        content.attachments.push_back(std::move(*one));
    }
    return content;
}

}  // namespace

ports::async_result<pmm::v1::CanonicalMessage>
open_kept(vault::vault& vault, pmm::v1::SealedMessage kept) {
    std::vector<pmm::v1::SealedMessage> one;
    one.push_back(std::move(kept));
    auto opened = co_await open_all_kept(vault, std::move(one));
    if (!opened) {
        co_return opened.error();
    }
    auto& only = opened->front();
    if (!only) {
        co_return only.error();
    }
    co_return std::move(only->message);
}

ports::async_result<std::vector<ports::result<kept_content>>>
open_all_kept(vault::vault& vault, std::vector<pmm::v1::SealedMessage> kept) {
    std::vector<std::optional<vault::envelope_seal>> seals;
    std::vector<model::key_id> wanted;
    for (const auto& one : kept) {
        seals.push_back(vault::seal_of(vault::view_of(one)));
        if (seals.back()) {
            wanted.push_back(seals.back()->key);
        }
    }
    const auto keys = co_await vault.find_keys(std::move(wanted));
    if (!keys) {
        co_return keys.error();
    }
    std::vector<ports::result<kept_content>> opened;
    opened.reserve(seals.size());
    auto key = keys->begin();
    for (const auto& seal : seals) {
        if (!seal) {
            opened.emplace_back(ports::make_error_code(ports::errc::not_authentic));
            continue;
        }
        opened.push_back(*key ? open_with(vault, **key, *seal) : key->error());
        ++key;
    }
    co_return opened;
}

}  // namespace hub::instruments::consumer
