#include "hub/vault/receipt.hpp"

#include "hub/vault/base64url.hpp"
#include "hub/vault/merkle.hpp"
#include "hub/vault/signed_text.hpp"
#include "hub/vault/vault.hpp"

#include <utility>

namespace hub::vault {
namespace {

constexpr std::uint64_t receipt_version = 1;

receipt_fault fault_of(head_fault fault) {
    switch (fault) {
        case head_fault::malformed:
            return receipt_fault::head_malformed;
        case head_fault::unknown_seal:
            return receipt_fault::unknown_seal;
        case head_fault::signature:
            return receipt_fault::signature;
    }
    return receipt_fault::head_malformed;
}

}  // namespace

std::string receipt_text(const model::receipt& receipt) {
    constexpr std::size_t hash_text_size = 46;
    constexpr std::size_t usual_rest = 256;
    std::string path;
    path.reserve(receipt.place.path.size() * hash_text_size + 2);
    path += '[';
    for (const auto& sibling : receipt.place.path) {
        path += path.size() > 1 ? ",\"" : "\"";
        append_base64url(path, sibling);
        path += '"';
    }
    path += ']';
    return signed_text_writer{
        receipt.leaf.size() * 5 / 4 + path.size() + receipt.head.size() + usual_rest}
        .number("versie", receipt_version)
        .text("zout", to_base64url(receipt.salt))
        .text("blad", receipt.leaf)
        .number("index", receipt.place.index)
        .number("aantal", receipt.place.leaves)
        .raw("pad", path)
        .text("hoofd", receipt.head)
        .finish();
}

std::string_view explain(receipt_fault fault) noexcept {
    switch (fault) {
        case receipt_fault::leaf_malformed:
            return "Het blad is niet zoals de hub het schrijft.";
        case receipt_fault::head_malformed:
            return "Het hoofd is niet zoals de hub het schrijft.";
        case receipt_fault::unknown_seal:
            return "Het hoofd is ondertekend met een zegel dat niet bekend is.";
        case receipt_fault::signature:
            return "De handtekening onder het hoofd klopt niet.";
        case receipt_fault::head_differs:
            return "Het hoofd hoort bij een ander logboek, een andere omgeving of een andere reeks "
                   "dan het blad.";
        case receipt_fault::not_in_tree:
            return "Het blad staat niet in de reeks die het hoofd ondertekent.";
        case receipt_fault::original_differs:
            return "De gegeven inhoud is niet wat de hub ontving.";
    }
    return {};
}

receipt_verdict verify_receipt(
    const model::receipt& receipt,
    const std::optional<std::string_view>& original,
    const seal_trust& trust
) {
    return verify_receipt(receipt, original, verify_head(receipt.head, trust));
}

receipt_verdict verify_receipt(
    const model::receipt& receipt,
    const std::optional<std::string_view>& original,
    const head_verdict& head
) {
    auto leaf = read_message_leaf(receipt.leaf);
    if (!leaf) {
        return {receipt_fault::leaf_malformed, {}, {}};
    }
    if (head.fault) {
        return {fault_of(*head.fault), {}, {}};
    }
    if (head.fields.log != leaf->log || head.fields.leaves != receipt.place.leaves) {
        return {receipt_fault::head_differs, {}, {}};
    }
    if (root_of(receipt.leaf, receipt.place) != head.fields.root) {
        return {receipt_fault::not_in_tree, {}, {}};
    }
    if (original && vault::commitment(receipt.salt, part::origineel, *original) != leaf->original) {
        return {receipt_fault::original_differs, {}, {}};
    }
    return {std::nullopt, std::move(*leaf), head.fields};
}

}  // namespace hub::vault
