#include "hub/instruments/consumer/kept_message.hpp"

#include "hub/vault/envelope.hpp"
#include "schemas/pmm/v1/envelope.pb.h"

#include <utility>

namespace hub::instruments::consumer {

ports::async_result<pmm::v1::CanonicalMessage>
open_kept(vault::vault& vault, pmm::v1::SealedMessage kept) {
    pmm::v1::Envelope envelope;
    envelope.set_message_id(kept.message_id());
    envelope.set_casus_id(kept.casus_id());
    envelope.set_key_id(kept.key_id());
    envelope.set_type(kept.type());
    envelope.set_owner_oin(kept.owner_oin());
    envelope.mutable_canonical()->Swap(kept.mutable_canonical());
    const auto seal = vault::seal_of(envelope);
    if (!seal) {
        co_return ports::errc::not_authentic;
    }
    const auto key = co_await vault.find_key(seal->key);
    if (!key) {
        co_return key.error();
    }
    const auto plain = vault.open(*key, seal->context, vault::part::canoniek, seal->sealed);
    if (!plain) {
        co_return plain.error();
    }
    pmm::v1::CanonicalPart part;
    pmm::v1::CanonicalMessage content;
    if (!part.ParseFromString(*plain) || !content.ParseFromString(part.message())) {
        co_return ports::errc::not_authentic;
    }
    co_return content;
}

}  // namespace hub::instruments::consumer
