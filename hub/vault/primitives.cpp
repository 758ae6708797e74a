#include "hub/vault/primitives.hpp"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <openssl/rand.h>

#include <algorithm>
#include <climits>
#include <memory>
#include <stdexcept>

namespace hub::vault {
namespace {

void require(int outcome) {
    if (outcome != 1) {
        throw std::runtime_error{"a cryptographic primitive failed"};
    }
}

template <class T>
T* require(T* pointer) {
    require(pointer != nullptr ? 1 : 0);
    return pointer;
}

int length_of(std::string_view text) {
    if (text.size() > INT_MAX - tag_size) {
        throw std::runtime_error{"too large for one seal"};
    }
    return static_cast<int>(text.size());
}

const std::uint8_t* bytes_of(std::string_view text) noexcept {
    return reinterpret_cast<const std::uint8_t*>(text.data());
}

std::uint8_t* bytes_of(std::string& text) noexcept {
    return reinterpret_cast<std::uint8_t*>(text.data());
}

template <auto release>
struct deleter {
    template <class T>
    void operator()(T* pointer) const noexcept {
        release(pointer);
    }
};

using digest_ptr = std::unique_ptr<EVP_MD, deleter<EVP_MD_free>>;
using digest_context_ptr = std::unique_ptr<EVP_MD_CTX, deleter<EVP_MD_CTX_free>>;
using mac_ptr = std::unique_ptr<EVP_MAC, deleter<EVP_MAC_free>>;
using mac_context_ptr = std::unique_ptr<EVP_MAC_CTX, deleter<EVP_MAC_CTX_free>>;
using cipher_ptr = std::unique_ptr<EVP_CIPHER, deleter<EVP_CIPHER_free>>;
using cipher_context_ptr = std::unique_ptr<EVP_CIPHER_CTX, deleter<EVP_CIPHER_CTX_free>>;

// Fetching costs more than using, so every thread fetches once and keeps its contexts.
class thread_contexts {
public:
    thread_contexts() {
        std::string digest_name = "SHA256";
        const std::array<OSSL_PARAM, 2> parameters{
            OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest_name.data(), 0),
            OSSL_PARAM_construct_end(),
        };
        require(EVP_MAC_CTX_set_params(mac_context_.get(), parameters.data()));
        require(EVP_EncryptInit_ex2(encryption.get(), cipher_.get(), nullptr, nullptr, nullptr));
        require(EVP_DecryptInit_ex2(decryption.get(), cipher_.get(), nullptr, nullptr, nullptr));
    }

    // Set to SHA-256.
    [[nodiscard]] mac_context_ptr make_mac() const {
        return mac_context_ptr{require(EVP_MAC_CTX_dup(mac_context_.get()))};
    }

private:
    mac_ptr mac_{require(EVP_MAC_fetch(nullptr, "HMAC", nullptr))};
    mac_context_ptr mac_context_{require(EVP_MAC_CTX_new(mac_.get()))};
    cipher_ptr cipher_{require(EVP_CIPHER_fetch(nullptr, "AES-256-GCM", nullptr))};

public:
    digest_ptr digest_kind{require(EVP_MD_fetch(nullptr, "SHA256", nullptr))};
    digest_context_ptr digest{require(EVP_MD_CTX_new())};
    cipher_context_ptr encryption{require(EVP_CIPHER_CTX_new())};
    cipher_context_ptr decryption{require(EVP_CIPHER_CTX_new())};
};

thread_contexts& contexts() {
    thread_local thread_contexts instance;
    return instance;
}

// RAND_bytes of 12 bytes costs more than of 2 KiB.
class random_pool {
public:
    random_pool() = default;
    random_pool(const random_pool&) = delete;
    random_pool& operator=(const random_pool&) = delete;
    ~random_pool() { wipe(block_); }

    void take(std::span<std::uint8_t> target) {
        while (!target.empty()) {
            if (used_ == block_.size()) {
                require(RAND_bytes(block_.data(), static_cast<int>(block_.size())));
                used_ = 0;
            }
            const auto length = std::min(target.size(), block_.size() - used_);
            const auto source = std::span{block_}.subspan(used_, length);
            std::copy(source.begin(), source.end(), target.begin());
            wipe(source);
            used_ += length;
            target = target.subspan(length);
        }
    }

private:
    std::array<std::uint8_t, 2048> block_{};
    std::size_t used_ = block_.size();
};

model::hash digest_of(std::string_view first, std::initializer_list<std::string_view> pieces) {
    auto& mine = contexts();
    auto* digest = mine.digest.get();
    require(EVP_DigestInit_ex2(digest, mine.digest_kind.get(), nullptr));
    require(EVP_DigestUpdate(digest, first.data(), first.size()));
    for (const auto piece : pieces) {
        require(EVP_DigestUpdate(digest, piece.data(), piece.size()));
    }
    model::hash result{};
    require(EVP_DigestFinal_ex(digest, result.data(), nullptr));
    return result;
}

}  // namespace

void random_bytes(std::span<std::uint8_t> target) {
    thread_local random_pool pool;
    pool.take(target);
}

void wipe(std::span<std::uint8_t> bytes) noexcept {
    OPENSSL_cleanse(bytes.data(), bytes.size());
}

void wipe(std::string& text) noexcept {
    OPENSSL_cleanse(text.data(), text.size());
}

struct running_sha256::state {
    digest_context_ptr digest{require(EVP_MD_CTX_new())};
};

running_sha256::running_sha256() : state_{std::make_unique<state>()} {
    require(EVP_DigestInit_ex2(state_->digest.get(), contexts().digest_kind.get(), nullptr));
}

running_sha256::~running_sha256() = default;

void running_sha256::add(std::string_view piece) {
    require(EVP_DigestUpdate(state_->digest.get(), piece.data(), piece.size()));
}

model::hash running_sha256::finish() {
    model::hash result{};
    require(EVP_DigestFinal_ex(state_->digest.get(), result.data(), nullptr));
    return result;
}

struct running_hmac_sha256::state {
    mac_context_ptr mac{contexts().make_mac()};
};

running_hmac_sha256::running_hmac_sha256(key_bytes key) : state_{std::make_unique<state>()} {
    require(EVP_MAC_init(state_->mac.get(), key.data(), key.size(), nullptr));
}

running_hmac_sha256::~running_hmac_sha256() = default;

void running_hmac_sha256::add(std::string_view piece) {
    require(EVP_MAC_update(state_->mac.get(), bytes_of(piece), piece.size()));
}

model::hash running_hmac_sha256::finish() {
    model::hash result{};
    std::size_t length = 0;
    require(EVP_MAC_final(state_->mac.get(), result.data(), &length, result.size()));
    return result;
}

model::hash sha256(std::initializer_list<std::string_view> pieces) {
    return digest_of({}, pieces);
}

// RFC 2104 over two digests: OpenSSL's HMAC makes three contexts anew for every key, and nearly
// every HMAC of the hub has a key of its own.
model::hash hmac_sha256(key_bytes key, std::initializer_list<std::string_view> pieces) {
    constexpr std::uint8_t inner = 0x36;
    constexpr std::uint8_t outer = 0x5C;
    std::array<std::uint8_t, 64> block{};
    std::copy(key.begin(), key.end(), block.begin());
    for (auto& byte : block) {
        byte ^= inner;
    }
    const auto within = digest_of(as_text(block), pieces);
    for (auto& byte : block) {
        byte ^= inner ^ outer;
    }
    const auto result = digest_of(as_text(block), {as_text(within)});
    wipe(block);
    return result;
}

std::array<std::uint8_t, 32> hkdf_expand(key_bytes key, std::string_view info) {
    return hmac_sha256(key, {info, std::string_view{"\x01", 1}});
}

std::string
seal_gcm(key_bytes key, iv_bytes iv, std::string_view additional_data, std::string_view plaintext) {
    auto* cipher = contexts().encryption.get();
    std::string sealed(plaintext.size() + tag_size, '\0');
    int length = 0;
    require(EVP_EncryptInit_ex2(cipher, nullptr, key.data(), iv.data(), nullptr));
    require(EVP_EncryptUpdate(
        cipher, nullptr, &length, bytes_of(additional_data), length_of(additional_data)
    ));
    require(EVP_EncryptUpdate(
        cipher, bytes_of(sealed), &length, bytes_of(plaintext), length_of(plaintext)
    ));
    auto* tag = bytes_of(sealed) + plaintext.size();
    require(EVP_EncryptFinal_ex(cipher, tag, &length));
    require(EVP_CIPHER_CTX_ctrl(cipher, EVP_CTRL_GCM_GET_TAG, tag_size, tag));
    return sealed;
}

std::optional<std::string>
open_gcm(key_bytes key, iv_bytes iv, std::string_view additional_data, std::string_view sealed) {
    if (sealed.size() < tag_size) {
        return std::nullopt;
    }
    const auto ciphertext = sealed.substr(0, sealed.size() - tag_size);
    std::array<char, tag_size> tag{};
    sealed.copy(tag.data(), tag.size(), ciphertext.size());
    // One byte more, so that there is an address to finish into when there is no content.
    std::string plaintext(ciphertext.size() + 1, '\0');
    auto* cipher = contexts().decryption.get();
    int length = 0;
    require(EVP_DecryptInit_ex2(cipher, nullptr, key.data(), iv.data(), nullptr));
    require(EVP_DecryptUpdate(
        cipher, nullptr, &length, bytes_of(additional_data), length_of(additional_data)
    ));
    require(EVP_DecryptUpdate(
        cipher, bytes_of(plaintext), &length, bytes_of(ciphertext), length_of(ciphertext)
    ));
    require(EVP_CIPHER_CTX_ctrl(cipher, EVP_CTRL_GCM_SET_TAG, tag_size, tag.data()));
    if (EVP_DecryptFinal_ex(cipher, bytes_of(plaintext) + ciphertext.size(), &length) != 1) {
        wipe(plaintext);
        return std::nullopt;
    }
    plaintext.resize(ciphertext.size());
    return plaintext;
}

length_prefixed::length_prefixed(std::initializer_list<std::string_view> fields) {
    for (const auto field : fields) {
        const auto size = big_endian(static_cast<std::uint32_t>(field.size()));
        text_.insert(text_.end(), size.begin(), size.end());
        text_.insert(text_.end(), field.begin(), field.end());
    }
}

std::array<std::uint8_t, 4> big_endian(std::uint32_t value) noexcept {
    return {
        static_cast<std::uint8_t>(value >> 24U),
        static_cast<std::uint8_t>(value >> 16U),
        static_cast<std::uint8_t>(value >> 8U),
        static_cast<std::uint8_t>(value),
    };
}

}  // namespace hub::vault
