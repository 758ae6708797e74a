#include "hub/instruments/consumer/kept_message.hpp"

#include "hub/vault/envelope.hpp"
#include "hub/vault/envelope_view.hpp"

#include <optional>
#include <utility>

namespace hub::instruments::consumer {

namespace {

ports::result<pmm::v1::CanonicalMessage> open_with(
    const vault::vault& vault,
    const vault::content_key& key,
    const vault::envelope_seal& seal
) {
    const auto plain = vault.open(key, seal.context, vault::part::canoniek, seal.sealed);
    if (!plain) {
        return plain.error();
    }
    const auto part = vault::read_canonical_part(*plain);
    pmm::v1::CanonicalMessage content;
    if (!part ||
        !content.ParseFromArray(part->message.data(), static_cast<int>(part->message.size()))) {
        return ports::errc::not_authentic;
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
    co_return std::move(opened->front());
}

ports::async_result<std::vector<ports::result<pmm::v1::CanonicalMessage>>>
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
    std::vector<ports::result<pmm::v1::CanonicalMessage>> opened;
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
