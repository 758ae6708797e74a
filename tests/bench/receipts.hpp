// What an answer to a submission must hold: a look at once, a full check afterwards.
#pragma once

#include "hub/vault/seal_trust.hpp"

#include <functional>
#include <map>
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

// Checks receipts in full; remembers heads, of which many receipts have the same one. Not
// thread-safe.
class receipt_checker {
public:
    explicit receipt_checker(hub::vault::seal_trust trust);

    // What is wrong with the receipt, in words; nothing when it verifies, down to the bytes sent.
    [[nodiscard]] std::optional<std::string> fault_of(const full_check& what);

private:
    const hub::vault::head_verdict& verdict_on(const std::string& head);

    hub::vault::seal_trust trust_;
    std::map<std::string, hub::vault::head_verdict, std::less<>> heads_;
};

// From the answer of GET /v1/zegels; throws when it holds no seal.
[[nodiscard]] hub::vault::seal_trust read_seals(std::string_view answer);

}  // namespace tests::bench
