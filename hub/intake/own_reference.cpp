#include "hub/intake/own_reference.hpp"

#include "hub/model/bsn.hpp"

namespace hub::intake {
namespace {

std::string
fit_for_metadata(const vault::vault& vault, const model::oin& owner, std::string_view text) {
    if (!model::find_bsn(text)) {
        return std::string{text};
    }
    constexpr std::string_view digits = "0123456789abcdef";
    std::string replaced{"digest:"};
    for (const auto byte : vault.reference_digest(owner, text)) {
        replaced.push_back(digits[byte >> 4U]);
        replaced.push_back(digits[byte & 0x0FU]);
    }
    return replaced;
}

}  // namespace

std::string default_source(const model::oin& owner) {
    return "urn:nld:oin:" + owner.to_string();
}

model::submission_key submission_key_of(
    const vault::vault& vault,
    const model::oin& owner,
    std::string_view source,
    std::string_view id
) {
    return {
        .owner = owner,
        .source = source.empty() ? default_source(owner) : fit_for_metadata(vault, owner, source),
        .id = fit_for_metadata(vault, owner, id)};
}

}  // namespace hub::intake
