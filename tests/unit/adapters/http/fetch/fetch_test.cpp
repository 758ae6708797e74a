#include "adapters/http/fetch/fetch.hpp"

#include "adapters/http/fetch/json_web_token.hpp"
#include "tests/support/temporary_directory.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace adapters::http::fetch {
namespace {

// Made with another implementation (Python's hmac).
TEST(a_token, is_signed_as_others_sign_it) {
    const auto at = *hub::model::parse_rfc3339("2026-11-20T08:30:00.5Z");
    EXPECT_EQ(
        sign_token({"pmm-hub", at}, "geheim"),
        "eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzI1NiJ9."
        "eyJpc3MiOiJwbW0taHViIiwiY2xpZW50X2lkIjoicG1tLWh1YiIsImlhdCI6MTc5NTE2MzQwMCwiZXhwIjoxNzk1MT"
        "YzNDYwLCJ1c2VyX2lkIjoicG1tLWh1YiIsInVzZXJfcmVwcmVzZW50YXRpb24iOiJQTU0taHViIn0."
        "MhxhgyxFP6bJtE3aMwz8FOqnWnxL0bimAUpShNGalL4"
    );
}

TEST(a_secret, is_read_from_a_file_of_its_owner_only) {
    const tests::support::temporary_directory folder;
    const auto file = folder.path() / "geheim";
    std::ofstream{file} << "een geheim\nrest";
    std::filesystem::permissions(file, std::filesystem::perms{0600});
    EXPECT_EQ(read_secret(file), "een geheim");
    std::filesystem::permissions(file, std::filesystem::perms{0640});
    EXPECT_FALSE(read_secret(file));
    EXPECT_FALSE(read_secret(folder.path() / "elders"));
    EXPECT_FALSE(read_secret(folder.path()));
}

}  // namespace
}  // namespace adapters::http::fetch
