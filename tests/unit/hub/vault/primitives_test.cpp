#include "hub/vault/primitives.hpp"

#include "hub/vault/base64url.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <thread>

namespace {

using namespace hub::vault;

std::string from_hex(std::string_view hex) {
    std::string bytes;
    for (std::size_t i = 0; i < hex.size(); i += 2) {
        bytes += static_cast<char>(std::stoi(std::string{hex.substr(i, 2)}, nullptr, 16));
    }
    return bytes;
}

template <std::size_t size>
std::array<std::uint8_t, size> array_from_hex(std::string_view hex) {
    const auto bytes = from_hex(hex);
    std::array<std::uint8_t, size> result{};
    std::copy(bytes.begin(), bytes.end(), result.begin());
    return result;
}

TEST(primitives, sha256_knows_fips_180) {
    EXPECT_EQ(
        as_text(sha256({"a", "bc"})),
        from_hex("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    );
}

TEST(primitives, hmac_knows_rfc_4231) {
    // Test cases 1 and 2, whose shorter keys are filled up with zeros either way.
    const auto first = array_from_hex<32>("0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b");
    EXPECT_EQ(
        as_text(hmac_sha256(first, {"Hi ", "", "There"})),
        from_hex("b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7")
    );
    const auto second = array_from_hex<32>("4a656665");
    EXPECT_EQ(
        as_text(hmac_sha256(second, {"what do ya want for nothing?"})),
        from_hex("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")
    );
}

TEST(primitives, hkdf_expand_knows_rfc_5869) {
    // Test case 1: the first 32 of its 42 bytes are the first block.
    const auto pseudorandom_key =
        array_from_hex<32>("077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5");
    EXPECT_EQ(
        as_text(hkdf_expand(pseudorandom_key, from_hex("f0f1f2f3f4f5f6f7f8f9"))),
        from_hex("3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf")
    );
}

TEST(primitives, aes_256_gcm_knows_the_gcm_specification) {
    // Test case 16 of McGrew and Viega's GCM specification.
    const auto key =
        array_from_hex<32>("feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308");
    const auto iv = array_from_hex<12>("cafebabefacedbaddecaf888");
    const auto data = from_hex("feedfacedeadbeeffeedfacedeadbeefabaddad2");
    const auto plaintext = from_hex(
        "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e24"
        "49a6b525b16aedf5aa0de657ba637b39"
    );
    const auto sealed = from_hex(
        "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b10"
        "56828838c5f61e6393ba7a0abcc9f66276fc6ece0f4e1768cddf8853bb2d551b"
    );
    EXPECT_EQ(seal_gcm(key, iv, data, plaintext), sealed);
    EXPECT_EQ(open_gcm(key, iv, data, sealed), plaintext);
}

TEST(primitives, an_empty_plaintext_is_sealed_and_opened) {
    const std::array<std::uint8_t, 32> key{};
    const std::array<std::uint8_t, 12> iv{};
    const auto sealed = seal_gcm(key, iv, {}, {});
    EXPECT_EQ(sealed.size(), tag_size);
    EXPECT_EQ(open_gcm(key, iv, {}, sealed), "");
    EXPECT_EQ(open_gcm(key, iv, {}, "short"), std::nullopt);
}

TEST(primitives, every_changed_bit_is_noticed) {
    const std::array<std::uint8_t, 32> key{};
    const std::array<std::uint8_t, 12> iv{};
    const auto sealed = seal_gcm(key, iv, "data", "inhoud");
    for (std::size_t i = 0; i < sealed.size(); ++i) {
        auto changed = sealed;
        changed[i] = static_cast<char>(changed[i] ^ 1);
        EXPECT_EQ(open_gcm(key, iv, "data", changed), std::nullopt) << i;
    }
    EXPECT_EQ(open_gcm(key, iv, "dat", sealed), std::nullopt);
    EXPECT_EQ(open_gcm(key, iv, "data", sealed), "inhoud") << "after failures the context works";
}

TEST(primitives, fields_do_not_flow_into_each_other) {
    EXPECT_NE((length_prefixed{"ab", "c"}.text()), (length_prefixed{"a", "bc"}.text()));
    EXPECT_EQ((length_prefixed{"ab", ""}.text()), from_hex("00000002616200000000"));
}

TEST(primitives, random_bytes_never_repeat) {
    std::set<std::array<std::uint8_t, 12>> seen;
    constexpr std::size_t count = 5000;
    for (std::size_t i = 0; i < count; ++i) {
        std::array<std::uint8_t, 12> iv{};
        random_bytes(iv);
        EXPECT_TRUE(seen.insert(iv).second);
    }
    std::array<std::uint8_t, 5000> large{};
    random_bytes(large);
    EXPECT_GT(std::set<int>(large.begin(), large.end()).size(), 200U);
}

TEST(primitives, threads_have_contexts_of_their_own) {
    const std::array<std::uint8_t, 32> key{};
    const std::array<std::uint8_t, 12> iv{};
    const auto expected = seal_gcm(key, iv, "a", "b");
    std::array<bool, 4> right{};
    std::vector<std::thread> threads;
    for (auto& one : right) {
        threads.emplace_back([&one, &expected, key, iv] {
            one = true;
            for (int i = 0; i < 200; ++i) {
                one = one && seal_gcm(key, iv, "a", "b") == expected;
            }
        });
    }
    for (auto& thread : threads) {
        thread.join();
    }
    EXPECT_EQ(right, (std::array{true, true, true, true}));
}

TEST(base64url, knows_rfc_4648) {
    const std::vector<std::pair<std::string, std::string>> table{
        {"", ""},
        {"f", "Zg"},
        {"fo", "Zm8"},
        {"foo", "Zm9v"},
        {"foob", "Zm9vYg"},
        {"fooba", "Zm9vYmE"},
        {"foobar", "Zm9vYmFy"},
        {"\xfb\xff", "-_8"},
    };
    for (const auto& [bytes, text] : table) {
        EXPECT_EQ(to_base64url(bytes), text);
        EXPECT_EQ(from_base64url(text), bytes);
    }
}

TEST(base64url, takes_one_text_per_value) {
    for (const auto* text : {"Zg==", "Zh", "Z", "Zm9v\n", "Zm+v", "Zm8 ", "Zm9"}) {
        EXPECT_EQ(from_base64url(text), std::nullopt) << text;
    }
}

}  // namespace
