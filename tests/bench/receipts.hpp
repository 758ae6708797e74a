// What an answer to a submission must hold: a look at every one, a full check of some.
#pragma once

#include "hub/vault/seal_trust.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace tests::bench {

// The message id (36 characters) when the answer holds a receipt whose leaf is that message's and
// whose head has the form of a JWS; costs about a microsecond.
[[nodiscard]] std::optional<std::string_view> look_at_receipt(std::string_view answer);

struct full_check {
    std::string_view answer;
    // The exact body that was sent.
    std::string_view original;
    std::string_view sender_oin;
};

// What is wrong with the receipt, in words; nothing when it verifies, down to the bytes sent.
[[nodiscard]] std::optional<std::string>
verify_answer(const full_check& what, const hub::vault::seal_trust& trust);

// From the answer of GET /v1/zegels; throws when it holds no seal.
[[nodiscard]] hub::vault::seal_trust read_seals(std::string_view answer);

}  // namespace tests::bench
