#include "adapters/http/fetch/json_web_token.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>
#include <chrono>
#include <stdexcept>

namespace adapters::http::fetch {
namespace {

constexpr std::chrono::seconds lifetime{60};

std::string base64url(std::string_view bytes) {
    constexpr std::string_view digits =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    constexpr unsigned digit_bits = 6;
    std::string text;
    std::uint32_t gathered = 0;
    unsigned held = 0;
    for (const char c : bytes) {
        gathered = gathered << 8U | static_cast<unsigned char>(c);
        held += 8;
        while (held >= digit_bits) {
            held -= digit_bits;
            text.push_back(digits[gathered >> held & 0x3FU]);
        }
    }
    if (held > 0) {
        text.push_back(digits[gathered << (digit_bits - held) & 0x3FU]);
    }
    return text;
}

// A client id is a word of the configuration.
std::string quoted(std::string_view text) {
    std::string result{"\""};
    for (const char c : text) {
        if (c == '"' || c == '\\') {
            result.push_back('\\');
        }
        result.push_back(static_cast<unsigned char>(c) < 0x20 ? ' ' : c);
    }
    return result + '"';
}

std::string hmac_sha256(std::string_view key, std::string_view text) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned size = 0;
    const auto* const made = HMAC(
        EVP_sha256(),
        key.data(),
        static_cast<int>(key.size()),
        reinterpret_cast<const unsigned char*>(text.data()),
        text.size(),
        digest.data(),
        &size
    );
    if (made == nullptr) {
        throw std::runtime_error{"OpenSSL signs nothing"};
    }
    return {reinterpret_cast<const char*>(digest.data()), size};
}

}  // namespace

std::string sign_token(const token_claims& claims, std::string_view secret) {
    const auto at = std::chrono::floor<std::chrono::seconds>(claims.issued_at).time_since_epoch();
    const auto name = quoted(claims.client_id);
    const std::string header = R"({"typ":"JWT","alg":"HS256"})";
    const std::string payload = R"({"iss":)" + name + R"(,"client_id":)" + name + R"(,"iat":)" +
                                std::to_string(at.count()) + R"(,"exp":)" +
                                std::to_string((at + lifetime).count()) +
                                R"(,"user_id":"pmm-hub","user_representation":"PMM-hub"})";
    const auto signed_part = base64url(header) + "." + base64url(payload);
    return signed_part + "." + base64url(hmac_sha256(secret, signed_part));
}

}  // namespace adapters::http::fetch
