#include "adapters/embedded/message_store/key_hash.hpp"

#include <bit>
#include <string>

namespace adapters::embedded::message_store {

namespace {

std::uint64_t read_word(std::string_view bytes) noexcept {
    std::uint64_t word = 0;
    for (std::size_t byte = 0; byte < 8 && byte < bytes.size(); ++byte) {
        word |= std::uint64_t{static_cast<unsigned char>(bytes[byte])} << (8 * byte);
    }
    return word;
}

struct sip_state {
    std::uint64_t v0;
    std::uint64_t v1;
    std::uint64_t v2;
    std::uint64_t v3;

    void round() noexcept {
        v0 += v1;
        v1 = std::rotl(v1, 13) ^ v0;
        v0 = std::rotl(v0, 32);
        v2 += v3;
        v3 = std::rotl(v3, 16) ^ v2;
        v0 += v3;
        v3 = std::rotl(v3, 21) ^ v0;
        v2 += v1;
        v1 = std::rotl(v1, 17) ^ v2;
        v2 = std::rotl(v2, 32);
    }
    void take(std::uint64_t word) noexcept {
        v3 ^= word;
        round();
        round();
        v0 ^= word;
    }
};

}  // namespace

key_hash key_hash::from_bytes(std::string_view bytes) noexcept {
    return key_hash{
        {read_word(bytes), bytes.size() > 8 ? read_word(bytes.substr(8)) : std::uint64_t{0}}};
}

std::uint64_t key_hash::of(std::string_view bytes) const noexcept {
    sip_state state{
        key_[0] ^ 0x736f6d6570736575U,
        key_[1] ^ 0x646f72616e646f6dU,
        key_[0] ^ 0x6c7967656e657261U,
        key_[1] ^ 0x7465646279746573U};
    const auto length = static_cast<std::uint64_t>(bytes.size());
    while (bytes.size() >= 8) {
        state.take(read_word(bytes));
        bytes.remove_prefix(8);
    }
    state.take(read_word(bytes) | length << 56U);
    state.v2 ^= 0xFFU;
    for (int round = 0; round < 4; ++round) {
        state.round();
    }
    const auto hash = state.v0 ^ state.v1 ^ state.v2 ^ state.v3;
    return hash == 0 ? 1 : hash;
}

std::uint64_t key_hash::of(const hub::model::submission_key& key) const {
    // The length of the source keeps its end and the id's beginning apart.
    std::string bytes;
    bytes.reserve(hub::model::oin::length + key.source.size() + key.id.size() + 12);
    bytes.append(key.owner.text());
    bytes.append(std::to_string(key.source.size()));
    bytes.push_back(':');
    bytes.append(key.source);
    bytes.append(key.id);
    return of(bytes);
}

std::uint64_t key_hash::of(const hub::model::oin& owner, const hub::model::digest& reference)
    const {
    std::string bytes{owner.text()};
    bytes.append(reinterpret_cast<const char*>(reference.data()), reference.size());
    return of(bytes);
}

}  // namespace adapters::embedded::message_store
