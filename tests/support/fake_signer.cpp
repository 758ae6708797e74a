#include "tests/support/fake_signer.hpp"

#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>

#include <stdexcept>
#include <string>
#include <vector>

namespace tests::support {
namespace {

struct context_deleter {
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};
struct signature_deleter {
    void operator()(ECDSA_SIG* signature) const { ECDSA_SIG_free(signature); }
};
using digest_context = std::unique_ptr<EVP_MD_CTX, context_deleter>;
using ecdsa_signature = std::unique_ptr<ECDSA_SIG, signature_deleter>;

const unsigned char* bytes_of(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

void require(bool succeeded) {
    if (!succeeded) {
        throw std::runtime_error{"the test's signer does not work"};
    }
}

}  // namespace

struct fake_signer::key {
    EVP_PKEY* pair = EVP_EC_gen("P-256");
    key() { require(pair != nullptr); }
    key(const key&) = delete;
    key& operator=(const key&) = delete;
    ~key() { EVP_PKEY_free(pair); }
};

fake_signer::fake_signer() : key_{std::make_unique<key>()} {}
fake_signer::~fake_signer() = default;

hub::ports::result<std::array<std::uint8_t, 64>> fake_signer::sign(std::string_view data) const {
    if (const auto failure = failure_.load(); failure != hub::ports::errc{}) {
        return failure;
    }
    const digest_context context{EVP_MD_CTX_new()};
    require(EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key_->pair) == 1);
    std::vector<unsigned char> encoded(128);
    auto size = encoded.size();
    require(EVP_DigestSign(context.get(), encoded.data(), &size, bytes_of(data), data.size()) == 1);
    const auto* next = encoded.data();
    const ecdsa_signature parts{d2i_ECDSA_SIG(nullptr, &next, static_cast<long>(size))};
    require(parts != nullptr);
    std::array<std::uint8_t, 64> signature{};
    require(BN_bn2binpad(ECDSA_SIG_get0_r(parts.get()), signature.data(), 32) == 32);
    require(BN_bn2binpad(ECDSA_SIG_get0_s(parts.get()), signature.data() + 32, 32) == 32);
    ++signatures_;
    return signature;
}

bool fake_signer::verifies(std::string_view data, std::string_view signature) const {
    if (signature.size() != 64) {
        return false;
    }
    const ecdsa_signature parts{ECDSA_SIG_new()};
    ECDSA_SIG_set0(
        parts.get(),
        BN_bin2bn(bytes_of(signature), 32, nullptr),
        BN_bin2bn(bytes_of(signature) + 32, 32, nullptr)
    );
    unsigned char* encoded = nullptr;
    const auto size = i2d_ECDSA_SIG(parts.get(), &encoded);
    require(size > 0);
    const digest_context context{EVP_MD_CTX_new()};
    require(EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, key_->pair) == 1);
    const auto verdict = EVP_DigestVerify(
        context.get(), encoded, static_cast<std::size_t>(size), bytes_of(data), data.size()
    );
    OPENSSL_free(encoded);
    return verdict == 1;
}

}  // namespace tests::support
