#include "tests/support/test_seal.hpp"

#include <openssl/asn1.h>
#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <memory>
#include <stdexcept>
#include <string_view>

namespace tests::support {
namespace {

template <auto release>
struct deleter {
    template <class T>
    void operator()(T* pointer) const noexcept {
        release(pointer);
    }
};

using bio_ptr = std::unique_ptr<BIO, deleter<BIO_free>>;
using key_ptr = std::unique_ptr<EVP_PKEY, deleter<EVP_PKEY_free>>;
using certificate_ptr = std::unique_ptr<X509, deleter<X509_free>>;

void require(bool succeeded) {
    if (!succeeded) {
        throw std::runtime_error{"the test's seal cannot be made"};
    }
}

std::string text_of(BIO* target) {
    char* bytes = nullptr;
    const auto length = BIO_get_mem_data(target, &bytes);
    return {bytes, static_cast<std::size_t>(length)};
}

certificate_ptr make_certificate(EVP_PKEY* key) {
    constexpr std::string_view name = "PMM zegel test";
    constexpr long ten_years_seconds = 315'360'000;
    certificate_ptr certificate{X509_new()};
    auto* made = certificate.get();
    require(made != nullptr);
    require(X509_set_version(made, X509_VERSION_3) == 1);
    require(ASN1_INTEGER_set(X509_get_serialNumber(made), 1) == 1);
    require(X509_gmtime_adj(X509_getm_notBefore(made), 0) != nullptr);
    require(X509_gmtime_adj(X509_getm_notAfter(made), ten_years_seconds) != nullptr);
    require(
        X509_NAME_add_entry_by_txt(
            X509_get_subject_name(made),
            "CN",
            MBSTRING_UTF8,
            reinterpret_cast<const unsigned char*>(name.data()),
            static_cast<int>(name.size()),
            -1,
            0
        ) == 1
    );
    require(X509_set_issuer_name(made, X509_get_subject_name(made)) == 1);
    require(X509_set_pubkey(made, key) == 1);
    require(X509_sign(made, key, EVP_sha256()) > 0);
    return certificate;
}

}  // namespace

seal_texts make_seal_texts(const std::string& curve) {
    const key_ptr key{EVP_EC_gen(curve.c_str())};
    require(key != nullptr);
    const auto certificate = make_certificate(key.get());
    const bio_ptr certificate_text{BIO_new(BIO_s_mem())};
    const bio_ptr key_text{BIO_new(BIO_s_mem())};
    require(PEM_write_bio_X509(certificate_text.get(), certificate.get()) == 1);
    require(
        PEM_write_bio_PKCS8PrivateKey(
            key_text.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr
        ) == 1
    );
    return {text_of(certificate_text.get()), text_of(key_text.get())};
}

}  // namespace tests::support
