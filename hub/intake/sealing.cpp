#include "hub/intake/sealing.hpp"

#include "schemas/pmm/v1/envelope.pb.h"

#include <algorithm>

namespace hub::intake {
namespace {

// Says in the sealed part which fields the hub itself filled in (CloudEvents attribute names are
// lower-case letters and digits).
constexpr std::string_view supplied_extension = "pmmaangevuld";

template <class Text>
std::string as_string(Text text) {
    return std::string{text};
}

std::string join(const std::vector<std::string>& words) {
    std::string result;
    for (const auto& word : words) {
        result += result.empty() ? word : " " + word;
    }
    return result;
}

// To all of the original, also where it passed without being held.
vault::commitments commit(
    const vault::vault& vault,
    const sealed_facts& facts,
    std::string_view canonical,
    model::admitted_message& message
) {
    vault::commitments result;
    if (facts.apart != nullptr) {
        const auto& passed = facts.apart->sums;
        result.salt = passed.salt;
        result.original = passed.commitment;
        result.canonical = vault::vault::commitment(passed.salt, vault::part::canoniek, canonical);
        message.original_digest = passed.digest;
    } else {
        result = vault.commit_to(facts.original, canonical);
        message.original_digest = vault.original_digest(message.submission.owner, facts.original);
    }
    message.salt = result.salt;
    message.original_commitment = result.original;
    message.canonical_commitment = result.canonical;
    return result;
}

}  // namespace

void seal(
    const vault::vault& vault,
    const vault::content_key& key,
    const sound_message& sound,
    const sealed_facts& facts,
    model::admitted_message& message
) {
    pmm::v1::CanonicalPart canonical;
    const auto bytes = sound.message.SerializeAsString();
    const auto committed = commit(vault, facts, bytes, message);

    canonical.set_salt(committed.salt.data(), committed.salt.size());
    canonical.set_message(bytes);
    canonical.set_form(as_string(facts.form));
    canonical.set_content_type(as_string(facts.content_type));
    canonical.set_source(as_string(facts.source));
    canonical.set_source_id(as_string(facts.source_id));
    for (const auto& [name, value] : sound.extensions) {
        (*canonical.mutable_extensions())[name] = value;
    }
    for (const auto& one : sound.attachments) {
        auto& digest = *canonical.add_attachments();
        digest.set_name(one.name);
        digest.set_content_type(one.content_type);
        digest.set_size(one.size);
        digest.set_sha256(one.sha256.data(), one.sha256.size());
        if (one.document) {
            digest.set_document_id(as_string(one.document->view()));
        }
        message.document_commitments.push_back(
            vault::vault::document_commitment(committed.salt, one.sha256)
        );
    }
    if (!sound.supplied.empty()) {
        (*canonical.mutable_extensions())[std::string{supplied_extension}] = join(sound.supplied);
    }

    pmm::v1::OriginalPart original;
    original.set_form(as_string(facts.form));
    original.set_content_type(as_string(facts.content_type));
    original.set_body(as_string(facts.original));
    if (facts.apart != nullptr) {
        original.set_document_id(as_string(facts.apart->document.view()));
    }

    const vault::seal_context context{
        .message = message.id,
        .casus = message.casus ? std::optional{message.casus->id} : std::nullopt,
        .owner = message.submission.owner,
        .type = message.type};
    message.canonical =
        vault.seal(key, context, vault::part::canoniek, canonical.SerializeAsString());
    message.original =
        vault.seal(key, context, vault::part::origineel, original.SerializeAsString());
}

vault::seal_context context_of(const ports::stored_message& message) {
    return {
        .message = message.id,
        .casus = message.casus,
        .owner = message.submission.owner,
        .type = message.type};
}

ports::result<std::array<std::uint8_t, 32>> salt_of(
    const vault::vault& vault,
    const vault::content_key& key,
    const vault::seal_context& context,
    const model::sealed_part& canonical
) {
    const auto opened = vault.open(key, context, vault::part::canoniek, canonical);
    if (!opened) {
        return opened.error();
    }
    pmm::v1::CanonicalPart part;
    std::array<std::uint8_t, 32> salt{};
    if (!part.ParseFromString(*opened) || part.salt().size() != salt.size()) {
        return make_error_code(ports::errc::not_authentic);
    }
    std::copy(part.salt().begin(), part.salt().end(), salt.begin());
    return salt;
}

ports::result<original_body> original_of(
    const vault::vault& vault,
    const vault::content_key& key,
    const vault::seal_context& context,
    const model::sealed_part& original
) {
    const auto opened = vault.open(key, context, vault::part::origineel, original);
    if (!opened) {
        return opened.error();
    }
    pmm::v1::OriginalPart part;
    if (!part.ParseFromString(*opened)) {
        return make_error_code(ports::errc::not_authentic);
    }
    original_body result{
        .form = part.form(), .content_type = part.content_type(), .body = part.body()};
    if (!part.document_id().empty()) {
        result.document = model::document_id::from_bytes(part.document_id());
        if (!result.document) {
            return make_error_code(ports::errc::not_authentic);
        }
    }
    return result;
}

}  // namespace hub::intake
