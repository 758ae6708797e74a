// What the vault's tests share: identifiers by number, one message with everything set.
#pragma once

#include "hub/model/admitted_message.hpp"
#include "hub/vault/leaf.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tests::vault {

template <class Id>
[[nodiscard]] Id id_number(std::uint8_t number) {
    hub::model::uuid::bytes_type bytes{};
    bytes.front() = 0x01;
    bytes[6] = 0x70;
    bytes[8] = 0x80;
    bytes.back() = number;
    return Id{hub::model::uuid{bytes}};
}

[[nodiscard]] inline hub::model::oin oin_number(unsigned number) {
    auto text = std::to_string(number);
    text.insert(0, 9 - text.size(), '0');
    return hub::model::oin::parse("00000099" + text + "000").value();
}

[[nodiscard]] inline hub::model::hash hash_of(std::uint8_t byte) {
    hub::model::hash value{};
    value.fill(byte);
    return value;
}

[[nodiscard]] inline hub::model::admitted_message make_message() {
    hub::model::admitted_message message;
    message.id = id_number<hub::model::message_id>(1);
    message.key = id_number<hub::model::key_id>(2);
    message.casus.emplace();
    message.casus->id = id_number<hub::model::casus_id>(2);
    message.casus->opens = true;
    message.submission = {oin_number(1), "urn:nld:oin:00000099000000001000", "mijn-1"};
    message.certificate = oin_number(2);
    message.destinations = {
        hub::model::destination{hub::model::instrument::loket},
        hub::model::destination{oin_number(3)},
    };
    message.accepted_at = hub::model::from_microseconds(1'782'907'200'123'456);
    message.salt = hash_of(0x11);
    message.original_commitment = hash_of(0x22);
    message.canonical_commitment = hash_of(0x33);
    return message;
}

inline const std::vector<std::uint64_t> sequences{1, 7};

[[nodiscard]] inline hub::vault::log_identity intake_log() {
    return {hub::model::environment::test, "intake"};
}

}  // namespace tests::vault
