#include "hub/vault/es256.hpp"

#include "hub/model/hexadecimal.hpp"
#include "hub/model/receipt.hpp"
#include "hub/vault/base64url.hpp"

#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <chrono>
#include <climits>
#include <ctime>
#include <span>
#include <utility>

namespace hub::vault {
namespace {

template <auto release>
struct deleter {
    template <class T>
    void operator()(T* pointer) const noexcept {
        release(pointer);
    }
};

using bio_ptr = std::unique_ptr<BIO, deleter<BIO_free>>;
using number_ptr = std::unique_ptr<BIGNUM, deleter<BN_free>>;
using pair_ptr = std::unique_ptr<ECDSA_SIG, deleter<ECDSA_SIG_free>>;
using context_ptr = std::unique_ptr<EVP_MD_CTX, deleter<EVP_MD_CTX_free>>;
using key_ptr = std::unique_ptr<EVP_PKEY, deleter<EVP_PKEY_free>>;
using certificate_ptr = std::unique_ptr<X509, deleter<X509_free>>;

constexpr int half = 32;

// OpenSSL keeps what went wrong per thread; what we answered for must not surface elsewhere.
class error_queue_guard {
public:
    error_queue_guard() = default;
    error_queue_guard(const error_queue_guard&) = delete;
    error_queue_guard& operator=(const error_queue_guard&) = delete;
    ~error_queue_guard() { ERR_clear_error(); }
};

// Asks for no pass phrase: an encrypted key is no key for us.
int no_pass_phrase(char*, int, int, void*) {
    return -1;
}

bio_ptr reader_of(std::string_view pem) {
    if (pem.empty() || pem.size() > INT_MAX) {
        return nullptr;
    }
    return bio_ptr{BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()))};
}

bool is_p256(const EVP_PKEY* key) {
    std::array<char, 32> name{};
    std::size_t length = 0;
    return EVP_PKEY_is_a(key, "EC") == 1 &&
           EVP_PKEY_get_group_name(key, name.data(), name.size(), &length) == 1 &&
           std::string_view{name.data(), length} == "prime256v1";
}

std::optional<es256_signature> from_der(std::span<const std::uint8_t> der) {
    const auto* position = der.data();
    const pair_ptr pair{d2i_ECDSA_SIG(nullptr, &position, static_cast<long>(der.size()))};
    es256_signature signature{};
    if (!pair || BN_bn2binpad(ECDSA_SIG_get0_r(pair.get()), signature.data(), half) != half ||
        BN_bn2binpad(ECDSA_SIG_get0_s(pair.get()), signature.data() + half, half) != half) {
        return std::nullopt;
    }
    return signature;
}

std::optional<std::string> to_der(const es256_signature& signature) {
    number_ptr r{BN_bin2bn(signature.data(), half, nullptr)};
    number_ptr s{BN_bin2bn(signature.data() + half, half, nullptr)};
    const pair_ptr pair{ECDSA_SIG_new()};
    if (!r || !s || !pair || ECDSA_SIG_set0(pair.get(), r.get(), s.get()) != 1) {
        return std::nullopt;
    }
    // The pair owns both numbers from here.
    static_cast<void>(r.release());
    static_cast<void>(s.release());
    std::uint8_t* bytes = nullptr;
    const int length = i2d_ECDSA_SIG(pair.get(), &bytes);
    if (length <= 0) {
        return std::nullopt;
    }
    std::string der{reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(length)};
    OPENSSL_free(bytes);
    return der;
}

// Nothing when it is no time; certificates have no fractions of a second.
std::optional<model::timestamp> to_timestamp(const ASN1_TIME* time) {
    std::tm parts{};
    if (time == nullptr || ASN1_TIME_to_tm(time, &parts) != 1) {
        return std::nullopt;
    }
    const std::chrono::year_month_day day{
        std::chrono::year{parts.tm_year + 1900},
        std::chrono::month{static_cast<unsigned>(parts.tm_mon) + 1},
        std::chrono::day{static_cast<unsigned>(parts.tm_mday)}};
    return std::chrono::sys_days{day} + std::chrono::hours{parts.tm_hour} +
           std::chrono::minutes{parts.tm_min} + std::chrono::seconds{parts.tm_sec};
}

}  // namespace

struct es256_private_key::material {
    key_ptr handle;
};

es256_private_key::es256_private_key(std::shared_ptr<const material> key) noexcept
    : key_{std::move(key)} {}

std::optional<es256_private_key> es256_private_key::from_pem(std::string_view pem) {
    const error_queue_guard guard;
    const auto reader = reader_of(pem);
    if (!reader) {
        return std::nullopt;
    }
    key_ptr handle{PEM_read_bio_PrivateKey(reader.get(), nullptr, no_pass_phrase, nullptr)};
    if (!handle || !is_p256(handle.get())) {
        return std::nullopt;
    }
    return es256_private_key{std::make_shared<const material>(material{std::move(handle)})};
}

ports::result<es256_signature> es256_private_key::sign(std::string_view data) const {
    const error_queue_guard guard;
    const context_ptr context{EVP_MD_CTX_new()};
    std::array<std::uint8_t, 80> der{};
    std::size_t length = der.size();
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(data.data());
    if (!context ||
        EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key_->handle.get()) !=
            1 ||
        EVP_DigestSign(context.get(), der.data(), &length, bytes, data.size()) != 1) {
        return ports::errc::retry;
    }
    const auto signature = from_der(std::span{der}.first(length));
    if (!signature) {
        return ports::errc::retry;
    }
    return *signature;
}

struct seal_certificate::material {
    key_ptr handle;
};

std::optional<seal_certificate> seal_certificate::from_pem(std::string_view pem) {
    const error_queue_guard guard;
    const auto reader = reader_of(pem);
    if (!reader) {
        return std::nullopt;
    }
    const certificate_ptr certificate{
        PEM_read_bio_X509(reader.get(), nullptr, no_pass_phrase, nullptr)};
    if (!certificate) {
        return std::nullopt;
    }
    key_ptr handle{X509_get_pubkey(certificate.get())};
    model::hash fingerprint{};
    if (!handle || !is_p256(handle.get()) ||
        X509_digest(certificate.get(), EVP_sha256(), fingerprint.data(), nullptr) != 1) {
        return std::nullopt;
    }
    const auto from = to_timestamp(X509_get0_notBefore(certificate.get()));
    const auto until = to_timestamp(X509_get0_notAfter(certificate.get()));
    if (!from || !until) {
        return std::nullopt;
    }
    seal_certificate result;
    result.key_ = std::make_shared<const material>(material{std::move(handle)});
    result.key_id_ = "zegel-" + model::hexadecimal(std::span{fingerprint}.first(6));
    result.thumbprint_ = to_base64url(fingerprint);
    result.pem_ = pem;
    result.from_ = *from;
    result.until_ = *until;
    return result;
}

bool seal_certificate::verify(std::string_view data, const es256_signature& signature) const {
    const error_queue_guard guard;
    const auto der = to_der(signature);
    const context_ptr context{EVP_MD_CTX_new()};
    return der && context &&
           EVP_DigestVerifyInit(
               context.get(), nullptr, EVP_sha256(), nullptr, key_->handle.get()
           ) == 1 &&
           EVP_DigestVerify(
               context.get(),
               reinterpret_cast<const std::uint8_t*>(der->data()),
               der->size(),
               reinterpret_cast<const std::uint8_t*>(data.data()),
               data.size()
           ) == 1;
}

}  // namespace hub::vault
