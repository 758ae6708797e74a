// The cryptographic primitives of the vault, over OpenSSL with contexts kept per thread. They throw
// where OpenSSL itself fails, which is a broken invariant and never an answer to input.
#pragma once

#include "hub/model/receipt.hpp"

#include <boost/container/small_vector.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace hub::vault {

using key_bytes = std::span<const std::uint8_t, 32>;
using iv_bytes = std::span<const std::uint8_t, 12>;

inline constexpr std::size_t tag_size = 16;

template <std::size_t size>
[[nodiscard]] std::string_view as_text(const std::array<std::uint8_t, size>& bytes) noexcept {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

// From a pool per thread that RAND_bytes fills in blocks; what was handed out is wiped from it.
void random_bytes(std::span<std::uint8_t> target);

void wipe(std::span<std::uint8_t> bytes) noexcept;
void wipe(std::string& text) noexcept;

// SHA-256 of what comes piece by piece.
class running_sha256 {
public:
    running_sha256();
    ~running_sha256();
    running_sha256(const running_sha256&) = delete;
    running_sha256& operator=(const running_sha256&) = delete;

    void add(std::string_view piece);
    // Of all that was added; once.
    [[nodiscard]] model::hash finish();

private:
    struct state;
    std::unique_ptr<state> state_;
};

// HMAC-SHA-256 of what comes piece by piece.
class running_hmac_sha256 {
public:
    explicit running_hmac_sha256(key_bytes key);
    ~running_hmac_sha256();
    running_hmac_sha256(const running_hmac_sha256&) = delete;
    running_hmac_sha256& operator=(const running_hmac_sha256&) = delete;

    void add(std::string_view piece);
    // Of all that was added; once.
    [[nodiscard]] model::hash finish();

private:
    struct state;
    std::unique_ptr<state> state_;
};

// Over the pieces one after the other.
[[nodiscard]] model::hash sha256(std::initializer_list<std::string_view> pieces);
[[nodiscard]] model::hash
hmac_sha256(key_bytes key, std::initializer_list<std::string_view> pieces);

// HKDF-Expand (RFC 5869) with SHA-256 to 32 bytes: one HMAC.
[[nodiscard]] std::array<std::uint8_t, 32> hkdf_expand(key_bytes key, std::string_view info);

// AES-256-GCM; the tag stands behind the ciphertext.
[[nodiscard]] std::string
seal_gcm(key_bytes key, iv_bytes iv, std::string_view additional_data, std::string_view plaintext);

// Nothing when the tag does not match.
[[nodiscard]] std::optional<std::string>
open_gcm(key_bytes key, iv_bytes iv, std::string_view additional_data, std::string_view sealed);

// Fields of which none can flow into the next: each with its length (4 bytes, big-endian) before
// it.
class length_prefixed {
public:
    length_prefixed(std::initializer_list<std::string_view> fields);

    [[nodiscard]] std::string_view text() const noexcept { return {text_.data(), text_.size()}; }

private:
    // What a seal binds fits without memory of its own.
    boost::container::small_vector<char, 192> text_;
};

// Four bytes, big-endian.
[[nodiscard]] std::array<std::uint8_t, 4> big_endian(std::uint32_t value) noexcept;

}  // namespace hub::vault
