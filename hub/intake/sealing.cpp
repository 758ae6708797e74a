#include "hub/intake/sealing.hpp"

#include "hub/vault/field_writer.hpp"
#include "schemas/pmm/v1/envelope.pb.h"

#include <algorithm>

namespace hub::intake {
namespace {

// Says in the sealed part which fields the hub itself filled in (CloudEvents attribute names are
// lower-case letters and digits).
constexpr std::string_view supplied_extension = "pmmaangevuld";

// Room for what stands beside the bytes of a part.
constexpr std::size_t usual_rest = 512;

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

std::string_view as_text(const std::array<std::uint8_t, 32>& bytes) noexcept {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

std::string extension_text(std::string_view name, std::string_view value) {
    std::string text;
    // A map's entry: its name is field 1, its value field 2.
    vault::field_writer{text}.nested(1, name).nested(2, value);
    return text;
}

std::string attachment_text(const ports::attachment& one) {
    using pmm::v1::AttachmentDigest;
    std::string text;
    vault::field_writer{text}
        .text(AttachmentDigest::kNameFieldNumber, one.name)
        .text(AttachmentDigest::kContentTypeFieldNumber, one.content_type)
        .number(AttachmentDigest::kSizeFieldNumber, one.size)
        .text(AttachmentDigest::kSha256FieldNumber, as_text(one.sha256))
        .text(AttachmentDigest::kDocumentIdFieldNumber, one.document ? one.document->view() : "");
    return text;
}

// A pmm.v1.CanonicalPart.
std::string canonical_part(
    const sound_message& sound,
    const sealed_facts& facts,
    const vault::commitments& committed,
    std::string_view message
) {
    using pmm::v1::CanonicalPart;
    std::string text;
    text.reserve(message.size() + usual_rest);
    vault::field_writer part{text};
    part.text(CanonicalPart::kSaltFieldNumber, as_text(committed.salt))
        .text(CanonicalPart::kMessageFieldNumber, message)
        .text(CanonicalPart::kFormFieldNumber, facts.form)
        .text(CanonicalPart::kContentTypeFieldNumber, facts.content_type);
    for (const auto& [name, value] : sound.extensions) {
        part.nested(CanonicalPart::kExtensionsFieldNumber, extension_text(name, value));
    }
    if (!sound.supplied.empty()) {
        part.nested(
            CanonicalPart::kExtensionsFieldNumber,
            extension_text(supplied_extension, join(sound.supplied))
        );
    }
    for (const auto& one : sound.attachments) {
        part.nested(CanonicalPart::kAttachmentsFieldNumber, attachment_text(one));
    }
    part.text(CanonicalPart::kSourceFieldNumber, facts.source)
        .text(CanonicalPart::kSourceIdFieldNumber, facts.source_id);
    return text;
}

// A pmm.v1.OriginalPart.
std::string original_part(const sealed_facts& facts) {
    using pmm::v1::OriginalPart;
    std::string text;
    text.reserve(facts.original.size() + usual_rest);
    vault::field_writer{text}
        .text(OriginalPart::kFormFieldNumber, facts.form)
        .text(OriginalPart::kContentTypeFieldNumber, facts.content_type)
        .text(OriginalPart::kBodyFieldNumber, facts.original)
        .text(
            OriginalPart::kDocumentIdFieldNumber,
            facts.apart != nullptr ? facts.apart->document.view() : std::string_view{}
        );
    return text;
}

// What the vault opened; errc::not_authentic where it is no such part.
template <class Part>
ports::result<Part> open_part(const ports::result<std::string>& opened) {
    if (!opened) {
        return opened.error();
    }
    Part part;
    if (!part.ParseFromString(*opened)) {
        return make_error_code(ports::errc::not_authentic);
    }
    return part;
}

}  // namespace

void seal(
    const vault::vault& vault,
    const vault::content_key& key,
    const sound_message& sound,
    const sealed_facts& facts,
    model::admitted_message& message
) {
    const auto bytes = sound.message.SerializeAsString();
    const auto committed = commit(vault, facts, bytes, message);
    for (const auto& one : sound.attachments) {
        message.document_commitments.push_back(
            vault::vault::document_commitment(committed.salt, one.sha256)
        );
    }
    const vault::seal_context context{
        .message = message.id,
        .casus = message.casus ? std::optional{message.casus->id} : std::nullopt,
        .owner = message.submission.owner,
        .type = message.type};
    message.canonical = vault.seal(
        key, context, vault::part::canoniek, canonical_part(sound, facts, committed, bytes)
    );
    message.original = vault.seal(key, context, vault::part::origineel, original_part(facts));
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
    const auto part = open_part<pmm::v1::CanonicalPart>(
        vault.open(key, context, vault::part::canoniek, canonical)
    );
    if (!part) {
        return part.error();
    }
    std::array<std::uint8_t, 32> salt{};
    if (part->salt().size() != salt.size()) {
        return make_error_code(ports::errc::not_authentic);
    }
    std::copy(part->salt().begin(), part->salt().end(), salt.begin());
    return salt;
}

ports::result<std::vector<ports::attachment>> attachments_of(
    const vault::vault& vault,
    const vault::content_key& key,
    const vault::seal_context& context,
    const model::sealed_part& canonical
) {
    const auto part = open_part<pmm::v1::CanonicalPart>(
        vault.open(key, context, vault::part::canoniek, canonical)
    );
    if (!part) {
        return part.error();
    }
    std::vector<ports::attachment> all;
    for (const auto& digest : part->attachments()) {
        auto& one = all.emplace_back();
        if (digest.sha256().size() != one.sha256.size()) {
            return make_error_code(ports::errc::not_authentic);
        }
        one.name = digest.name();
        one.content_type = digest.content_type();
        one.size = digest.size();
        std::copy(digest.sha256().begin(), digest.sha256().end(), one.sha256.begin());
        if (!digest.document_id().empty()) {
            one.document = model::document_id::from_bytes(digest.document_id());
        }
    }
    return all;
}

ports::result<original_body> original_of(
    const vault::vault& vault,
    const vault::content_key& key,
    const vault::seal_context& context,
    const model::sealed_part& original
) {
    const auto part = open_part<pmm::v1::OriginalPart>(
        vault.open(key, context, vault::part::origineel, original)
    );
    if (!part) {
        return part.error();
    }
    original_body result{
        .form = part->form(), .content_type = part->content_type(), .body = part->body()};
    if (!part->document_id().empty()) {
        result.document = model::document_id::from_bytes(part->document_id());
        if (!result.document) {
            return make_error_code(ports::errc::not_authentic);
        }
    }
    return result;
}

}  // namespace hub::intake
