#include "adapters/http/listener/presented_chain.hpp"

#include <array>
#include <new>
#include <utility>

namespace adapters::http::listener {
namespace {

using kept = std::shared_ptr<const presented_chain>;

void release(void*, void* data, CRYPTO_EX_DATA*, int, long, void*) {
    delete static_cast<kept*>(data);
}

// A session is copied for the ticket that follows a resumption; the copy holds its own reference.
int duplicate(CRYPTO_EX_DATA*, const CRYPTO_EX_DATA*, void** data, int, long, void*) {
    auto* const from = static_cast<const kept*>(*data);
    if (from == nullptr) {
        return 1;
    }
    *data = new (std::nothrow) kept{*from};
    return *data != nullptr ? 1 : 0;
}

int index_of_chain() noexcept {
    static const int index = CRYPTO_get_ex_new_index(
        CRYPTO_EX_INDEX_SSL_SESSION, 0, nullptr, nullptr, duplicate, release
    );
    return index;
}

void add_digest(std::string& to, const X509& certificate) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> hash{};
    unsigned size = 0;
    if (X509_digest(&certificate, EVP_sha256(), hash.data(), &size) != 1) {
        throw std::bad_alloc{};
    }
    to.append(reinterpret_cast<const char*>(hash.data()), size);
}

}  // namespace

std::shared_ptr<const presented_chain> present(X509& leaf, const STACK_OF(X509) * sent) {
    auto result = std::make_shared<presented_chain>();
    X509_up_ref(&leaf);
    result->leaf.reset(&leaf);
    add_digest(result->key, leaf);
    result->sent.reset(sk_X509_new_null());
    if (!result->sent) {
        throw std::bad_alloc{};
    }
    for (int index = 0; index < sk_X509_num(sent); ++index) {
        auto* const layer = sk_X509_value(sent, index);
        if (layer == &leaf) {
            // While it verifies, OpenSSL counts the leaf among what was sent.
            continue;
        }
        if (sk_X509_push(result->sent.get(), layer) == 0) {
            throw std::bad_alloc{};
        }
        X509_up_ref(layer);
        add_digest(result->key, *layer);
    }
    return result;
}

bool keep_with(SSL_SESSION& session, std::shared_ptr<const presented_chain> chain) noexcept {
    auto owned = std::unique_ptr<kept>{new (std::nothrow) kept{std::move(chain)}};
    if (!owned) {
        return false;
    }
    delete static_cast<kept*>(SSL_SESSION_get_ex_data(&session, index_of_chain()));
    if (SSL_SESSION_set_ex_data(&session, index_of_chain(), owned.get()) != 1) {
        SSL_SESSION_set_ex_data(&session, index_of_chain(), nullptr);
        return false;
    }
    // The session's from here on; release() deletes it.
    static_cast<void>(owned.release());
    return true;
}

std::shared_ptr<const presented_chain> kept_with(const SSL_SESSION& session) noexcept {
    const auto* const found =
        static_cast<const kept*>(SSL_SESSION_get_ex_data(&session, index_of_chain()));
    return found != nullptr ? *found : nullptr;
}

}  // namespace adapters::http::listener
