#include "hub/vault/envelope_view.hpp"

#include "schemas/pmm/v1/book.pb.h"
#include "schemas/pmm/v1/envelope.pb.h"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/wire_format_lite.h>

namespace hub::vault {
namespace {

using google::protobuf::internal::WireFormatLite;
using pmm::v1::CanonicalPart;
using pmm::v1::Destination;
using pmm::v1::Envelope;
using pmm::v1::Proof;
using pmm::v1::SealedPart;

constexpr std::uint32_t bytes_tag(int field) {
    return WireFormatLite::MakeTag(field, WireFormatLite::WIRETYPE_LENGTH_DELIMITED);
}
constexpr std::uint32_t number_tag(int field) {
    return WireFormatLite::MakeTag(field, WireFormatLite::WIRETYPE_VARINT);
}

// One message's fields, front to back. After the first fault there are no more.
class field_reader {
public:
    explicit field_reader(std::string_view bytes)
        : bytes_{bytes},
          input_{
              reinterpret_cast<const std::uint8_t*>(bytes.data()),
              static_cast<int>(bytes.size())} {}

    // The next field's tag; 0 at the end and after a fault.
    [[nodiscard]] std::uint32_t next() { return failed_ ? 0 : input_.ReadTag(); }

    void take(std::string_view& into) {
        std::uint32_t size = 0;
        const auto known = into.data() != nullptr;
        if (known || !input_.ReadVarint32(&size)) {
            failed_ = true;
            return;
        }
        const auto at = static_cast<std::size_t>(input_.CurrentPosition());
        failed_ = size > bytes_.size() - at || !input_.Skip(static_cast<int>(size));
        if (!failed_) {
            into = bytes_.substr(at, size);
        }
    }

    template <class Number>
    void take(Number& into) {
        std::uint64_t value = 0;
        failed_ = into != 0 || !input_.ReadVarint64(&value);
        into = static_cast<Number>(value);
    }

    void skip(std::uint32_t tag) { failed_ = !WireFormatLite::SkipField(&input_, tag); }
    void fail() noexcept { failed_ = true; }

    // Everything was read.
    [[nodiscard]] bool done() { return !failed_ && input_.ConsumedEntireMessage(); }

private:
    std::string_view bytes_;
    google::protobuf::io::CodedInputStream input_;
    bool failed_ = false;
};

bool read(std::string_view bytes, sealed_view& into) {
    field_reader from{bytes};
    while (const auto tag = from.next()) {
        switch (tag) {
            case number_tag(SealedPart::kKeyVersionFieldNumber):
                from.take(into.key_version);
                break;
            case bytes_tag(SealedPart::kIvFieldNumber):
                from.take(into.iv);
                break;
            case bytes_tag(SealedPart::kCiphertextFieldNumber):
                from.take(into.ciphertext);
                break;
            default:
                from.skip(tag);
        }
    }
    return from.done();
}

bool read(std::string_view bytes, destination_view& into) {
    field_reader from{bytes};
    while (const auto tag = from.next()) {
        switch (tag) {
            case bytes_tag(Destination::kNameFieldNumber):
                from.take(into.name);
                break;
            case number_tag(Destination::kSequenceFieldNumber):
                from.take(into.sequence);
                break;
            default:
                from.skip(tag);
        }
    }
    return from.done();
}

bool read(std::string_view bytes, proof_view& into) {
    field_reader from{bytes};
    while (const auto tag = from.next()) {
        switch (tag) {
            case bytes_tag(Proof::kLeafFieldNumber):
                from.take(into.leaf);
                break;
            case number_tag(Proof::kIndexFieldNumber):
                from.take(into.index);
                break;
            case bytes_tag(Proof::kPathFieldNumber):
                from.take(into.path);
                break;
            case number_tag(Proof::kLeavesFieldNumber):
                from.take(into.leaves);
                break;
            default:
                from.skip(tag);
        }
    }
    return from.done();
}

// Messages inside the envelope, before they are read themselves.
struct nested {
    std::string_view canonical;
    std::string_view proof;
};

// False for a tag that is none of the envelope's own.
bool take_field(std::uint32_t tag, field_reader& from, envelope_view& into, nested& inside) {
    switch (tag) {
        case bytes_tag(Envelope::kEnvironmentFieldNumber):
            from.take(into.environment);
            return true;
        case bytes_tag(Envelope::kMessageIdFieldNumber):
            from.take(into.message_id);
            return true;
        case bytes_tag(Envelope::kCasusIdFieldNumber):
            from.take(into.casus_id);
            return true;
        case bytes_tag(Envelope::kKeyIdFieldNumber):
            from.take(into.key_id);
            return true;
        case bytes_tag(Envelope::kTypeFieldNumber):
            from.take(into.type);
            return true;
        case bytes_tag(Envelope::kOwnerOinFieldNumber):
            from.take(into.owner_oin);
            return true;
        case bytes_tag(Envelope::kCertificateOinFieldNumber):
            from.take(into.certificate_oin);
            return true;
        case number_tag(Envelope::kAcceptedAtUsFieldNumber):
            from.take(into.accepted_at_us);
            return true;
        case bytes_tag(Envelope::kTraceparentFieldNumber):
            from.take(into.traceparent);
            return true;
        case bytes_tag(Envelope::kTransactionIdFieldNumber):
            from.take(into.transaction_id);
            return true;
        case bytes_tag(Envelope::kCanonicalFieldNumber):
            from.take(inside.canonical);
            return true;
        case bytes_tag(Envelope::kProofFieldNumber):
            from.take(inside.proof);
            return true;
        case bytes_tag(Envelope::kHeadFieldNumber):
            from.take(into.head);
            return true;
        case bytes_tag(Envelope::kRefersToFieldNumber):
            from.take(into.refers_to);
            return true;
        case number_tag(Envelope::kAttemptFieldNumber):
            from.take(into.attempt);
            return true;
        default:
            return false;
    }
}

// What is copied into other messages as text must be text.
bool is_text(std::string_view bytes) {
    return WireFormatLite::VerifyUtf8String(
        bytes.data(), static_cast<int>(bytes.size()), WireFormatLite::PARSE, "pmm.v1.Envelope"
    );
}

}  // namespace

std::optional<envelope_view> read_envelope(std::string_view bytes) {
    envelope_view envelope;
    nested inside;
    field_reader from{bytes};
    while (const auto tag = from.next()) {
        if (tag == bytes_tag(Envelope::kDestinationsFieldNumber)) {
            std::string_view destination;
            from.take(destination);
            if (!read(destination, envelope.destinations.emplace_back())) {
                from.fail();
            }
        } else if (!take_field(tag, from, envelope, inside)) {
            from.skip(tag);
        }
    }
    const auto whole = from.done() && read(inside.canonical, envelope.canonical) &&
                       read(inside.proof, envelope.proof) && is_text(envelope.traceparent) &&
                       is_text(envelope.transaction_id);
    return whole ? std::optional{std::move(envelope)} : std::nullopt;
}

std::optional<canonical_part_view> read_canonical_part(std::string_view bytes) {
    canonical_part_view part;
    field_reader from{bytes};
    while (const auto tag = from.next()) {
        switch (tag) {
            case bytes_tag(CanonicalPart::kSaltFieldNumber):
                from.take(part.salt);
                break;
            case bytes_tag(CanonicalPart::kMessageFieldNumber):
                from.take(part.message);
                break;
            case bytes_tag(CanonicalPart::kAttachmentsFieldNumber):
                from.take(part.attachments.emplace_back());
                break;
            default:
                from.skip(tag);
        }
    }
    return from.done() ? std::optional{std::move(part)} : std::nullopt;
}

void keep(const envelope_view& from, pmm::v1::SealedMessage& kept) {
    kept.set_message_id(from.message_id.data(), from.message_id.size());
    kept.set_casus_id(from.casus_id.data(), from.casus_id.size());
    kept.set_key_id(from.key_id.data(), from.key_id.size());
    kept.set_type(from.type.data(), from.type.size());
    kept.set_owner_oin(from.owner_oin.data(), from.owner_oin.size());
    kept.set_accepted_at_us(from.accepted_at_us);
    const auto& sealed = from.canonical;
    auto& canonical = *kept.mutable_canonical();
    canonical.set_key_version(sealed.key_version);
    canonical.set_iv(sealed.iv.data(), sealed.iv.size());
    canonical.set_ciphertext(sealed.ciphertext.data(), sealed.ciphertext.size());
}

envelope_view view_of(const pmm::v1::SealedMessage& kept) {
    envelope_view envelope;
    envelope.message_id = kept.message_id();
    envelope.casus_id = kept.casus_id();
    envelope.key_id = kept.key_id();
    envelope.type = kept.type();
    envelope.owner_oin = kept.owner_oin();
    envelope.canonical = {
        kept.canonical().key_version(), kept.canonical().iv(), kept.canonical().ciphertext()};
    return envelope;
}

}  // namespace hub::vault
