// The receipt (ontvangstbewijs) as it is given to a sender, and its check
// (hub/docs/ontvangstbewijs.md).
#pragma once

#include "hub/model/receipt.hpp"
#include "hub/vault/head.hpp"
#include "hub/vault/leaf.hpp"
#include "hub/vault/seal_trust.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace hub::vault {

// {"versie","zout","blad","index","aantal","pad","hoofd"} as JSON; the same parts always give the
// same bytes.
[[nodiscard]] std::string receipt_text(const model::receipt& receipt);

// The first check that a receipt does not pass.
enum class receipt_fault {
    leaf_malformed,
    head_malformed,
    unknown_seal,
    signature,
    // The head is of another log, environment or commit size than the receipt.
    head_differs,
    // The path does not lead to the root that the head signs.
    not_in_tree,
    // The bytes that were given are not those that were received.
    original_differs,
};

// In plain words, for whoever checks.
[[nodiscard]] std::string_view explain(receipt_fault fault) noexcept;

struct receipt_verdict {
    std::optional<receipt_fault> fault;
    // What was proven, when there is no fault.
    message_leaf_fields leaf;
    head_fields head;
};

// With the original bytes it also says whether these are what was received.
[[nodiscard]] receipt_verdict verify_receipt(
    const model::receipt& receipt,
    const std::optional<std::string_view>& original,
    const seal_trust& trust
);

// As above, for who checks many receipts of the same commits: the verdict on this receipt's head is
// given, so that a head is verified once.
[[nodiscard]] receipt_verdict verify_receipt(
    const model::receipt& receipt,
    const std::optional<std::string_view>& original,
    const head_verdict& head
);

}  // namespace hub::vault
