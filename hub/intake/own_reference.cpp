#include "hub/intake/own_reference.hpp"

#include "hub/model/bsn.hpp"
#include "hub/model/hexadecimal.hpp"

namespace hub::intake {
namespace {

std::string
fit_for_metadata(const vault::vault& vault, const model::oin& owner, std::string_view text) {
    if (!model::find_bsn(text)) {
        return std::string{text};
    }
    return "digest:" + model::hexadecimal(vault.reference_digest(owner, text));
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
