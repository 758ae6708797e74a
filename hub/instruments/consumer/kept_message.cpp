#include "hub/instruments/consumer/kept_message.hpp"

#include "hub/vault/envelope.hpp"
#include "hub/vault/envelope_view.hpp"

#include <utility>

namespace hub::instruments::consumer {

ports::async_result<pmm::v1::CanonicalMessage>
open_kept(vault::vault& vault, pmm::v1::SealedMessage kept) {
    const auto envelope = vault::view_of(kept);
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
    const auto part = vault::read_canonical_part(*plain);
    pmm::v1::CanonicalMessage content;
    if (!part || !content.ParseFromArray(part->message.data(), static_cast<int>(part->message.size()))) {
        co_return ports::errc::not_authentic;
    }
    co_return content;
}

}  // namespace hub::instruments::consumer
