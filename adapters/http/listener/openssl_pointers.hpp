// Owners of OpenSSL's objects.
#pragma once

#include <openssl/asn1.h>
#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509_vfy.h>

#include <memory>

namespace adapters::http::listener {

template <auto Free>
struct freed_by {
    template <class T>
    void operator()(T* object) const noexcept {
        Free(object);
    }
};

using bio_pointer = std::unique_ptr<BIO, freed_by<BIO_free>>;
using certificate_pointer = std::unique_ptr<X509, freed_by<X509_free>>;
using crl_pointer = std::unique_ptr<X509_CRL, freed_by<X509_CRL_free>>;
using key_pointer = std::unique_ptr<EVP_PKEY, freed_by<EVP_PKEY_free>>;
using store_pointer = std::unique_ptr<X509_STORE, freed_by<X509_STORE_free>>;
using store_context_pointer = std::unique_ptr<X509_STORE_CTX, freed_by<X509_STORE_CTX_free>>;
using tls_context_pointer = std::unique_ptr<SSL_CTX, freed_by<SSL_CTX_free>>;
using session_pointer = std::unique_ptr<SSL_SESSION, freed_by<SSL_SESSION_free>>;
using tls_pointer = std::unique_ptr<SSL, freed_by<SSL_free>>;
using integer_pointer = std::unique_ptr<ASN1_INTEGER, freed_by<ASN1_INTEGER_free>>;

struct borrowed_stack_free {
    void operator()(STACK_OF(X509) * stack) const noexcept { sk_X509_free(stack); }
};
struct owned_stack_free {
    void operator()(STACK_OF(X509) * stack) const noexcept { sk_X509_pop_free(stack, X509_free); }
};
using owned_stack_pointer = std::unique_ptr<STACK_OF(X509), owned_stack_free>;
// A stack of certificates that others own.
using borrowed_stack_pointer = std::unique_ptr<STACK_OF(X509), borrowed_stack_free>;

}  // namespace adapters::http::listener
