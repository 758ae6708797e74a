#include "hub/documents/sealed_documents.hpp"

#include "schemas/pmm/v1/envelope.pb.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

namespace hub::documents {
namespace {

// Nothing for what no hub wrote.
std::optional<ports::attachment> parse_description(const std::string& text) {
    pmm::v1::AttachmentDigest digest;
    ports::attachment result;
    if (!digest.ParseFromString(text) || digest.sha256().size() != result.sha256.size()) {
        return std::nullopt;
    }
    result.name = digest.name();
    result.content_type = digest.content_type();
    result.size = digest.size();
    std::copy(digest.sha256().begin(), digest.sha256().end(), result.sha256.begin());
    return result;
}

}  // namespace

ports::async_result<std::unique_ptr<outgoing_document>>
sealed_documents::open(model::oin owner, model::document_id id) const {
    auto found = co_await store_.find(id);
    if (!found) {
        co_return found.error();
    }
    if (found->owner != owner) {
        co_return ports::errc::not_found;
    }
    co_return co_await open_found(std::move(*found));
}

ports::async_result<std::unique_ptr<outgoing_document>>
sealed_documents::open_brought(model::oin certificate, model::document_id id) const {
    auto found = co_await store_.find(id);
    if (!found) {
        co_return found.error();
    }
    if (found->certificate != certificate) {
        co_return ports::errc::not_found;
    }
    co_return co_await open_found(std::move(*found));
}

ports::async_result<std::unique_ptr<outgoing_document>> sealed_documents::open_found(
    ports::stored_document found
) const {
    auto key = co_await vault_.find_key(model::key_id{found.id.value()});
    if (!key) {
        co_return key.error();
    }
    const auto text = vault_.open_record(
        *key,
        {found.id, found.owner},
        {vault::record_place::kind::description, found.records},
        found.description
    );
    auto described = text ? parse_description(*text) : std::nullopt;
    if (!described) {
        co_return ports::errc::not_authentic;
    }
    described->document = found.id;
    co_return std::make_unique<outgoing_document>(
        vault_, store_, std::move(found), std::move(*key), std::move(*described)
    );
}

}  // namespace hub::documents
